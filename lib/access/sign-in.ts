import { openSession, type OpenedSession, type SessionKind, type Visitor } from "@/lib/sessions/service";
import { Refusal } from "@/lib/errors";

import { countAttempt, forgiveAttempt } from "./rate-limit";
import type { Person } from "./role";
import { verifyPassword } from "./service";

export type { Visitor };

export type SignedIn = { readonly person: Person; readonly session: OpenedSession };

/** Said of a wrong address, a wrong password, a disabled account and one that was tried too often alike. */
export const wrongCredentials = "This e-mail address and password do not belong together.";

/**
 * Signs a person in by e-mail address and password.
 *
 * @throws Refusal "unauthenticated", the same after the same time whatever is wrong; "limited" with the time of the
 * next attempt when this visitor's address has tried too often
 */
export async function signIn(
  given: { email: string; password: string },
  visitor: Visitor,
  kind: SessionKind = "browser",
): Promise<SignedIn> {
  const person = await provePassword(given, visitor);
  return { person, session: await openSession(person, kind, visitor.userAgent) };
}

/**
 * Whose address and password these are. Attempts count, but those that were right.
 * @throws Refusal as `signIn`
 */
export async function provePassword(
  { email: written, password }: { email: string; password: string },
  visitor: Pick<Visitor, "address">,
): Promise<Person> {
  const email = written.trim().toLowerCase();
  const { accountOpen, retryAfter } = await countAttempt(email, visitor.address);
  if (retryAfter !== null) {
    throw new Refusal("limited", `Too many attempts from here: try again ${inMinutes(retryAfter)}`, {
      retryAfter,
    });
  }
  // Also where the account is closed: the time that it takes must not tell.
  const person = await verifyPassword(email, password);
  if (!person || !accountOpen) throw new Refusal("unauthenticated", wrongCredentials);
  await forgiveAttempt(email, visitor.address);
  return person;
}

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "in a minute" : `in ${minutes} minutes`;
}

/** Signs a person in at the command line, which keeps the session's secret. @throws Refusal as `signIn` */
export async function signInForCli(
  email: string,
  password: string,
  address: string,
): Promise<{ secret: string; expiresAt: Date; person: Person }> {
  const { person, session } = await signIn({ email, password }, { address, userAgent: null }, "cli");
  return { ...session, person };
}
