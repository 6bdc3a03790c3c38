"use server";

import type { FormOutcome } from "@/components/ui/outcome";
import { newAccountSchema } from "@/lib/access/account-forms";
import { setUp } from "@/lib/set-up/service";

import { act } from "../acting";

export async function makeFirstAdministrator(token: string, form: unknown): Promise<FormOutcome> {
  return act(newAccountSchema, form, (account) => setUp(token, account));
}
