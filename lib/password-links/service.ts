import { requireAdministrator, looksAfter } from "@/lib/access/administer";
import { hashPassword } from "@/lib/access/password";
import { actorName, type Actor } from "@/lib/access/role";
import { hashSecret, newSecret } from "@/lib/access/secret";
import { putPassword } from "@/lib/access/store";
import { enactNow } from "@/lib/change-sets/service-now";
import { db, rehearse, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { deleteSessionsOf } from "@/lib/sessions/store";

import * as store from "./store";

const goodFor = 3 * 86_400_000;

export type PasswordLink = {
  /** What the link's address ends in. Shown this once. */
  readonly token: string;
  readonly expiresAt: Date;
};

/**
 * A link by which somebody sets a first password, or another one. Who has it can sign as that person: that it may be
 * made is a change of the account, in the record and under the policy for accounts. Where that wants sign-offs, ask
 * again once it was enacted.
 *
 * @throws Refusal "forbidden", "not-found", or "needs-sign-off" that names the change set
 */
export async function makePasswordLink(actor: Actor, given: string): Promise<PasswordLink> {
  requireAdministrator(actor);
  const email = given.trim().toLowerCase();
  const account = await store.findLinkedAccount(db(), email);
  if (!account) throw new Refusal("not-found", `${email} has no account that is in use`);
  const { rowVersion, allowed, made, products } = account;
  if (!looksAfter(actor, products)) {
    throw new Refusal("forbidden", `${actorName(actor)} does not look after the account of ${email}`);
  }
  const token = newSecret();
  const expiresAt = new Date(Date.now() + goodFor);
  const link = (number: number) => ({
    email,
    number,
    tokenHash: hashSecret(token),
    expiresAt,
  });
  if (allowed > made) {
    await transaction((tx) => store.putLink(tx, link(allowed)));
    return { token, expiresAt };
  }
  const fields = { passwordLinks: allowed + 1 };
  await enactNow(actor, {
    reason: `Let ${email} set a password`,
    operations: [{ entity: "user", action: "update", key: { email }, rowVersion, fields }],
    also: (tx) => store.putLink(tx, link(allowed + 1)),
  });
  return { token, expiresAt };
}

/** Until when a link would work. @throws Refusal as `makePasswordLink` */
export async function tryPasswordLink(actor: Actor, email: string): Promise<Date> {
  return (await rehearse(() => makePasswordLink(actor, email))).expiresAt;
}

/** Whose link it is; null when it is of no use, or not any more. */
export async function findPasswordLink(token: string): Promise<{ email: string; name: string } | null> {
  return store.findLinkOwner(db(), hashSecret(token), new Date());
}

/**
 * Sets the password of the link's owner, once, and ends their sessions.
 * @returns the e-mail address of the account
 * @throws Refusal "forbidden" when the link is of no use
 */
export async function followPasswordLink(token: string, password: string): Promise<string> {
  const owner = await findPasswordLink(token);
  if (!owner) refuse();
  const { email } = owner;
  const hash = await hashPassword(password);
  await transaction(async (tx) => {
    const now = new Date();
    if (!(await store.spendLink(tx, hashSecret(token), now))) refuse();
    await putPassword(tx, { email, hash, changedAt: now });
    await deleteSessionsOf(tx, email, null);
  });
  return email;
}

function refuse(): never {
  throw new Refusal("forbidden", "This link is of no use any more: ask an administrator for another");
}
