import { randomBytes } from "node:crypto";

import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { authorize } from "./can";
import { hashPassword, isPassword } from "./password";
import type { Actor, Grant, Person } from "./role";
import * as store from "./store";

const hour = 3_600_000;
const idleLimit = 12 * hour;
const absoluteLimit = 7 * 24 * hour;
const touchEvery = 60_000;
const shortestPassword = 12;

/**
 * Adds an account. Without a password its owner signs in through a provider only.
 * @throws Refusal "invalid" or "conflict"
 */
export async function createUser(
  actor: Actor,
  user: { email: string; name: string; password: string | null; grants: readonly Grant[] },
): Promise<Person> {
  authorize(actor, "administer", { product: null });
  const { password, name, grants } = user;
  if (password !== null && password.length < shortestPassword) {
    const detail = `A password has at least ${shortestPassword} characters`;
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/password", detail }] });
  }
  const email = user.email.toLowerCase();
  const passwordHash = password === null ? null : await hashPassword(password);
  return transaction(async (tx) => {
    if (await store.findAccount(tx, email)) throw new Refusal("conflict", `${email} has an account already`);
    return store.insertUser(tx, { email, name, passwordHash, grants });
  });
}

/** Whether nobody has an account yet. */
export async function hasNoUsers(): Promise<boolean> {
  return (await store.countUsers(db())) === 0;
}

/** The person behind an e-mail address and password; null, after the same time, whatever is wrong. */
export async function verifyPassword(email: string, password: string): Promise<Person | null> {
  const account = await store.findAccount(db(), email.trim().toLowerCase());
  const matches = await isPassword(password, account?.passwordHash ?? null);
  return matches && account && !account.disabled ? account.person : null;
}

/** Signs a person in. @returns the session's id, to be kept in a cookie */
export async function createSession(person: Person): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const at = new Date();
  const expiresAt = new Date(at.getTime() + absoluteLimit);
  await transaction((tx) => store.insertSession(tx, { id, userId: person.id, at, expiresAt }));
  return id;
}

/** Checks the password and signs in; null when either the address or the password is wrong. */
export async function signIn(
  email: string,
  password: string,
): Promise<{ sessionId: string; person: Person } | null> {
  const person = await verifyPassword(email, password);
  return person && { sessionId: await createSession(person), person };
}

/** Who signed in, with the grants they have now; null when the session ended, idled out or was revoked. */
export async function findSession(id: string): Promise<Person | null> {
  const session = await store.findSession(db(), id);
  if (!session || session.disabled) return null;
  const now = Date.now();
  if (now >= session.expiresAt.getTime() || now - session.seenAt.getTime() >= idleLimit) return null;
  if (now - session.seenAt.getTime() >= touchEvery) await store.touchSession(db(), id, new Date(now));
  return session.person;
}

/** Ends a session at once. */
export async function revokeSession(id: string): Promise<void> {
  await store.deleteSession(db(), id);
}
