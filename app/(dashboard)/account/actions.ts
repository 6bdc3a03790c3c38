"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import { act } from "../../acting";
import type { FormOutcome } from "@/components/ui/outcome";
import { changePassword } from "@/lib/access/account";
import { passwordChangeSchema } from "@/lib/access/account-forms";
import { currentVisitor, requireSignedIn } from "@/lib/access/session";
import { endOtherSessions, endSession } from "@/lib/sessions/service";

const sessionId = z.string().max(100);

export async function changeOwnPassword(form: unknown): Promise<FormOutcome> {
  return act(passwordChangeSchema, form, async (given) => {
    const { person, id } = await requireSignedIn();
    await changePassword(person, given, { ...(await currentVisitor()), sessionId: id });
    revalidatePath("/account");
  });
}

export async function endOwnSession(id: unknown): Promise<FormOutcome> {
  return act(sessionId, id, async (given) => {
    await endSession((await requireSignedIn()).person, given);
    revalidatePath("/account");
  });
}

export async function endOwnOtherSessions(): Promise<FormOutcome> {
  return act(z.undefined(), undefined, async () => {
    const { person, id } = await requireSignedIn();
    await endOtherSessions(person, id);
    revalidatePath("/account");
  });
}
