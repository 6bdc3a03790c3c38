import { randomBytes } from "node:crypto";

import type { ZodError } from "zod";

import { enact } from "@/lib/changes/service";
import { pointerTo } from "@/lib/configuration/finding";
import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { hashPassword, isPassword } from "./password";
import { sortedGrants, userSchema, type Actor, type Grant, type Person } from "./role";
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
  const { password } = user;
  if (password !== null) requireLong(password);
  const given = { email: user.email.trim().toLowerCase(), name: user.name, grants: [...user.grants] };
  const read = userSchema.safeParse(given);
  if (!read.success)
    throw new Refusal("invalid", "The account is not sound", { errors: errorsOf(read.error) });
  const { email, name } = read.data;
  const hash = password === null ? null : await hashPassword(password);
  if (await store.findAccount(db(), email)) throw new Refusal("conflict", `${email} has an account already`);
  await enact(
    actor,
    {
      reason: `Add an account for ${email}`,
      source: actor.kind === "system" ? "system" : "api",
      operations: [{ entity: "user", action: "create", value: read.data }],
    },
    {
      also: async (tx) =>
        hash === null ? undefined : store.putPassword(tx, { email, hash, changedAt: new Date() }),
    },
  );
  return { kind: "person", id: email, email, name, grants: sortedGrants(read.data.grants) };
}

/**
 * Gives an account a password, and ends its sessions. A person may do this for themselves only: who could do it for
 * others could sign for them.
 *
 * @throws Refusal "forbidden", "invalid" or "not-found"
 */
export async function setPassword(actor: Actor, email: string, password: string): Promise<void> {
  const isOwn = actor.kind === "person" && actor.email === email;
  if (!isOwn && actor.kind !== "system") {
    throw new Refusal("forbidden", "A password is set by whom it belongs to");
  }
  requireLong(password);
  const hash = await hashPassword(password);
  await transaction(async (tx) => {
    if (!(await store.findAccount(tx, email))) throw new Refusal("not-found", `${email} has no account`);
    await store.putPassword(tx, { email, hash, changedAt: new Date() });
    await store.deleteSessionsOf(tx, email);
  });
}

function requireLong(password: string): void {
  if (password.length >= shortestPassword) return;
  const detail = `A password has at least ${shortestPassword} characters`;
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/password", detail }] });
}

function errorsOf({ issues }: ZodError) {
  return issues.map(({ path, message }) => ({ pointer: pointerTo("", path.map(String)), detail: message }));
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
  await transaction((tx) => store.insertSession(tx, { id, email: person.email, at, expiresAt }));
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
