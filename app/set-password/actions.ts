"use server";

import type { FormOutcome } from "@/components/ui/outcome";
import { firstPasswordSchema } from "@/lib/access/account-forms";
import { followPasswordLink } from "@/lib/password-links/service";

import { act } from "../acting";

export async function setFirstPassword(token: string, form: unknown): Promise<FormOutcome> {
  return act(firstPasswordSchema, form, ({ password }) => followPasswordLink(token, password));
}
