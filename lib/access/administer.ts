import { submitRow, type RowTerms, type RowWrite } from "@/lib/change-sets/service-row";
import type { Submitted } from "@/lib/change-sets/service";
import { db, rehearse } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { describeRequirement } from "@/lib/policies/requirements";

import { administersAny, can } from "./can";
import { shortestPassword } from "./account-forms";
import { hashPassword } from "./password";
import { actorName, allProducts, type Actor, type Token, type User } from "./role";
import { hashSecret, newSecret } from "./secret";
import * as store from "./store";
import { issueSecret, tokenPrefix } from "./token";

/** @throws Refusal "forbidden" unless the actor looks after people and tokens of a product at least */
export function requireAdministrator(actor: Actor): void {
  if (administersAny(actor)) return;
  throw new Refusal("forbidden", `${actorName(actor)} may not look after people and tokens`);
}

/** @param products of roles or of a token; none are all */
export function looksAfter(actor: Actor, products: readonly string[]): boolean {
  const named = products.length === 0 ? [allProducts] : products;
  return named.every((product) =>
    can(actor, "administer", { product: product === allProducts ? null : product }),
  );
}

/** Tokens that the actor looks after, by name; never their secrets. */
export async function listOwnTokens(actor: Actor): Promise<store.TokenRow[]> {
  requireAdministrator(actor);
  const rows = await store.listTokens(db());
  return rows.filter(({ token }) => looksAfter(actor, token.products));
}

/** People that the actor looks after, by e-mail address. */
export async function listOwnUsers(actor: Actor): Promise<store.UserRow[]> {
  requireAdministrator(actor);
  const rows = await store.listUsers(db());
  return rows.filter(({ person }) =>
    looksAfter(
      actor,
      person.grants.map(({ product }) => product),
    ),
  );
}

/** Changes or deletes a token or an account. @throws Refusal as `submitRow` */
export async function submitAccessRow(
  actor: Actor,
  write: RowWrite & { readonly entity: "user" | "token" },
  terms: RowTerms,
): Promise<Submitted> {
  requireAdministrator(actor);
  return submitRow(actor, write, terms);
}

/** @returns with its secret, which is shown this once; null when the token is not there yet */
export async function addToken(
  actor: Actor,
  value: Token,
  terms: RowTerms,
): Promise<{ submitted: Submitted; secret: string | null }> {
  const secret = newSecret(tokenPrefix);
  const submitted = await submitAccessRow(
    actor,
    { entity: "token", action: "create", value },
    { ...terms, also: (tx) => store.putTokenSecret(tx, value.name, hashSecret(secret)) },
  );
  return { submitted, secret: submitted.kind === "enacted" ? secret : null };
}

/**
 * The secret of a token whose change set had to be signed; null of a dry run.
 * @throws Refusal as `issueSecret`
 */
export async function takeSecret(
  actor: Actor,
  name: string,
  { dryRun }: { dryRun: boolean },
): Promise<string | null> {
  requireAdministrator(actor);
  if (!dryRun) return issueSecret(actor, name);
  await rehearse(() => issueSecret(actor, name));
  return null;
}

/**
 * @param password null: its owner signs in through a provider, or sets one by a link
 * @throws Refusal "invalid" for a password that would have to wait with the account: it is kept nowhere till then
 */
export async function addUser(
  actor: Actor,
  { user, password }: { user: User; password: string | null },
  terms: RowTerms,
): Promise<Submitted> {
  requireAdministrator(actor);
  if (password !== null && password.length < shortestPassword) {
    const detail = `A password has at least ${shortestPassword} characters`;
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/password", detail }] });
  }
  const row = { entity: "user", action: "create", value: user } as const;
  if (password === null) return submitAccessRow(actor, row, terms);
  const { missing } = await submitAccessRow(actor, row, { ...terms, dryRun: true });
  if (missing.length > 0) refusePassword(missing.map(describeRequirement).join(", "));
  const hash = await hashPassword(password);
  return submitAccessRow(actor, row, {
    ...terms,
    also: (tx) => store.putPassword(tx, { email: user.email, hash, changedAt: new Date() }),
  });
}

function refusePassword(missing: string): never {
  const detail =
    `The account waits for ${missing}, and no password is kept till then: leave it out, and make a link by which its ` +
    "owner sets one once the account is there";
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/password", detail }] });
}
