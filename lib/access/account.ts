import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import type { Actor, Person } from "./role";
import { setPassword } from "./service";
import { provePassword } from "./sign-in";
import * as store from "./store";

/** Whether somebody can sign in by a password; who can't does so through the provider. */
export async function hasPassword(person: Person): Promise<boolean> {
  return ((await store.findAccount(db(), person.email))?.passwordHash ?? null) !== null;
}

/** As `changePassword`, for whoever says whose it is. @throws Refusal "forbidden" unless it is their own */
export async function changeOwnPassword(
  actor: Actor,
  email: string,
  given: { current: string; password: string },
  visit: { address: string; sessionId: string },
): Promise<void> {
  if (actor.kind !== "person" || actor.email !== email) {
    throw new Refusal("forbidden", "A password is set by whom it belongs to");
  }
  await changePassword(actor, given, visit);
}

/**
 * Changes one's own password. All other sessions end: whoever had the former password may have opened them.
 *
 * @throws Refusal "invalid" with the field, or "limited"
 */
export async function changePassword(
  person: Person,
  { current, password }: { current: string; password: string },
  { address, sessionId }: { address: string; sessionId: string },
): Promise<void> {
  try {
    await provePassword({ email: person.email, password: current }, { address });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "unauthenticated") throw error;
    const detail = "This is not your password";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/current", detail }] });
  }
  await setPassword(person, { email: person.email, password }, sessionId);
}
