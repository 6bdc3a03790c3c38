import type { Person } from "@/lib/access/role";
import { hashSecret, newSecret } from "@/lib/access/secret";
import { signInSettings } from "@/lib/access/sign-in-settings";
import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { browserFamily } from "./browser-family";
import { hasEnded, needsNoting } from "./expiry";
import * as store from "./store";
import type { ListedSession, SessionKind } from "./store";

export type { ListedSession, SessionKind };

/** Who signs in from where. */
export type Visitor = {
  readonly address: string;
  readonly userAgent: string | null;
};

export type OpenedSession = {
  /** Known to the visitor only: what is kept is its hash. */
  readonly secret: string;
  readonly expiresAt: Date;
};

/** The secrets of the command line's sessions are told apart by this from those of tokens. */
export const cliPrefix = "auss_";

/** Opens a session for somebody who has proved who they are. */
export async function openSession(
  person: Person,
  kind: SessionKind,
  userAgent: string | null,
): Promise<OpenedSession> {
  const { absolute, idle } = signInSettings().sessionLimits;
  const secret = newSecret(kind === "cli" ? cliPrefix : "");
  const at = new Date();
  const expiresAt = new Date(at.getTime() + absolute);
  await transaction(async (tx) => {
    await store.deleteEndedSessions(tx, { now: at, seenBefore: new Date(at.getTime() - idle) });
    await store.insertSession(tx, {
      id: hashSecret(secret),
      email: person.email,
      kind,
      client: kind === "cli" ? "Command line" : browserFamily(userAgent),
      at,
      expiresAt,
    });
  });
  return { secret, expiresAt };
}

/** Deletes the sessions that have ended. */
export async function deleteEndedSessions(now: Date): Promise<void> {
  const { idle } = signInSettings().sessionLimits;
  await store.deleteEndedSessions(db(), { now, seenBefore: new Date(now.getTime() - idle) });
}

/** Who signed in, with the grants they have now; null when the session ended, idled out or was revoked. */
export async function findSession(
  secret: string,
  kind: SessionKind = "browser",
): Promise<{ id: string; person: Person; expiresAt: Date } | null> {
  const id = hashSecret(secret);
  const session = await store.findSession(db(), id);
  if (!session || session.disabled || session.kind !== kind) return null;
  const now = new Date();
  if (hasEnded(session, now, signInSettings().sessionLimits)) return null;
  if (needsNoting(session.seenAt, now)) await store.touchSession(db(), id, now);
  return { id, person: session.person, expiresAt: session.expiresAt };
}

/** Ends a session at once. */
export async function revokeSession(secret: string): Promise<void> {
  await store.deleteSession(db(), hashSecret(secret));
}

/** One's own sessions that are still good for something, the last used first. */
export async function listSessions(person: Person): Promise<ListedSession[]> {
  const now = new Date();
  const limits = signInSettings().sessionLimits;
  return (await store.listSessions(db(), person.email)).filter((session) => !hasEnded(session, now, limits));
}

/**
 * Ends one of one's own sessions.
 * @throws Refusal "not-found"
 */
export async function endSession(person: Person, id: string): Promise<void> {
  const ended = await transaction((tx) => store.deleteSessionOf(tx, person.email, id));
  if (!ended) throw new Refusal("not-found", "This session has ended already");
}

/** Ends all of somebody's sessions but one. @returns how many */
export async function endOtherSessions(person: Person, kept: string): Promise<number> {
  return transaction((tx) => store.deleteSessionsOf(tx, person.email, kept));
}
