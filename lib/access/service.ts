import type { ZodError } from "zod";

import { enactNow } from "@/lib/change-sets/service-now";
import { pointerTo } from "@/lib/configuration/finding";
import { db, transaction, type Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { deleteSessionsOf } from "@/lib/sessions/store";

import { shortestPassword } from "./account-forms";
import { can } from "./can";
import { hashPassword, isPassword } from "./password";
import { sortedGrants, userSchema, type Actor, type Grant, type Person } from "./role";
import * as store from "./store";

type NewUser = {
  email: string;
  name: string;
  password: string | null;
  grants: readonly Grant[];
  /** How many links by which its owner sets a password may be made without asking again. */
  passwordLinks?: number;
};

/**
 * Adds an account. Without a password its owner signs in through a provider only.
 *
 * @param also what happens in the same transaction, or prevents it
 * @throws Refusal "invalid" or "conflict"
 */
export async function createUser(
  actor: Actor,
  user: NewUser,
  also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  reason?: string,
): Promise<Person> {
  const { password } = user;
  if (password !== null) requireLong(password);
  const { name: called, grants, passwordLinks = 0 } = user;
  const given = { email: user.email.trim().toLowerCase(), name: called, grants: [...grants], passwordLinks };
  const read = userSchema.safeParse(given);
  if (!read.success) {
    throw new Refusal("invalid", "The account is not sound", { errors: errorsOf(read.error) });
  }
  const { email, name } = read.data;
  const hash = password === null ? null : await hashPassword(password);
  if (await store.findAccount(db(), email)) throw new Refusal("conflict", `${email} has an account already`);
  await enactNow(actor, {
    reason: reason ?? `Add an account for ${email}`,
    operations: [{ entity: "user", action: "create", value: read.data }],
    also: async (tx) => {
      if (hash !== null) await store.putPassword(tx, { email, hash, changedAt: new Date() });
      await also(tx);
    },
  });
  return { kind: "person", id: email, email, name, grants: sortedGrants(read.data.grants) };
}

/**
 * Gives an account a password, and ends its sessions but the one that is kept. A person may do this for themselves only: who could do it for
 * others could sign for them.
 *
 * @throws Refusal "forbidden", "invalid" or "not-found"
 */
export async function setPassword(
  actor: Actor,
  { email, password }: { email: string; password: string },
  kept: string | null = null,
): Promise<void> {
  const isOwn = actor.kind === "person" && actor.email === email;
  if (!isOwn && actor.kind !== "system") {
    throw new Refusal("forbidden", "A password is set by whom it belongs to");
  }
  requireLong(password);
  const hash = await hashPassword(password);
  await transaction(async (tx) => {
    if (!(await store.findAccount(tx, email))) throw new Refusal("not-found", `${email} has no account`);
    await store.putPassword(tx, { email, hash, changedAt: new Date() });
    await deleteSessionsOf(tx, email, kept);
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

/** Whether nobody can give roles to others yet. */
export async function hasNoAdministrator(): Promise<boolean> {
  const users = await store.listUsers(db());
  return !users.some(({ person, disabled }) => !disabled && can(person, "administer", { product: null }));
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
