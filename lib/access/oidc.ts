import { enact, type Change } from "@/lib/changes/service";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { openSession } from "@/lib/sessions/service";

import { grantsOfGroups, readGroups } from "./group-roles";
import { sortedGrants, system, type Grant } from "./role";
import type { SignedIn, Visitor } from "./sign-in";
import { signInSettings, type ProviderSettings } from "./sign-in-settings";
import * as store from "./store";

/** What a provider says of somebody: the claims of the ID token and of its user info. */
export type Claims = Readonly<Record<string, unknown>>;

/** Why somebody whom the provider knows is not let in, as the sign-in page gets it. */
export const providerRefusals = ["unverified", "disabled", "roles", "failed"] as const;
export type ProviderRefusal = (typeof providerRefusals)[number];

const actor = system("sign-in");

/**
 * Signs in whom the provider vouches for. Whoever is new gets an account; where groups give the roles, they are set
 * to what the groups say now.
 */
export async function signInWithProvider(
  claims: Claims,
  visitor: Visitor,
): Promise<SignedIn | { readonly refused: ProviderRefusal }> {
  const { provider } = signInSettings();
  const email = verifiedEmail(claims);
  if (!provider || email === null) return { refused: "unverified" };
  if ((await store.findAccount(db(), email))?.disabled) return { refused: "disabled" };
  const grants = grantsFor(claims, provider);
  try {
    await settle({ email, name: nameOf(claims) ?? email, grants });
  } catch (error) {
    // Whoever lost a group must not come in with the role that it gave.
    if (!(error instanceof Refusal)) throw error;
    log.warn(
      { email, errors: error.errors, detail: error.message },
      "the provider's groups can't give roles",
    );
    return { refused: "roles" };
  }
  const account = await store.findAccount(db(), email);
  if (!account) return { refused: "failed" };
  return {
    person: account.person,
    session: await openSession(account.person, "browser", visitor.userAgent),
  };
}

/** The address, in lower case; null unless the provider says that it is this person's. */
function verifiedEmail(claims: Claims): string | null {
  const { email, email_verified: verified } = claims;
  const isVerified = verified === true || verified === "true";
  return isVerified && typeof email === "string" && email.includes("@") ? email.trim().toLowerCase() : null;
}

function nameOf(claims: Claims): string | null {
  const names = [claims["name"], claims["preferred_username"]];
  return names.find((name): name is string => typeof name === "string" && name.trim() !== "")?.trim() ?? null;
}

/** Null: groups have no say. */
function grantsFor(claims: Claims, { groupRoles, groupsClaim }: ProviderSettings): Grant[] | null {
  return groupRoles && grantsOfGroups(groupRoles, readGroups(claims[groupsClaim]));
}

type Vouched = { email: string; name: string; grants: Grant[] | null };

/** Makes the account, or gives it the roles that it has now. */
async function settle({ email, name, grants }: Vouched): Promise<void> {
  const row = await store.findUser(db(), email);
  if (!row) await enact(actor, firstTime({ email, name, grants: grants ?? [] }));
  else if (grants && !isSame(row.person.grants, grants)) {
    await enact(actor, regrouped(email, row.rowVersion, grants));
  }
}

const firstTime = (account: { email: string; name: string; grants: Grant[] }): Change => ({
  reason: "Signed in through the provider for the first time",
  source: "system",
  operations: [
    { entity: "user", action: "create", value: { ...account, disabled: false, passwordLinks: 0 } },
  ],
});

const regrouped = (email: string, rowVersion: number, grants: Grant[]): Change => ({
  reason: "Groups of the sign-in provider changed",
  source: "system",
  operations: [{ entity: "user", action: "update", key: { email }, rowVersion, fields: { grants } }],
});

function isSame(a: readonly Grant[], b: readonly Grant[]): boolean {
  return JSON.stringify(sortedGrants(a)) === JSON.stringify(sortedGrants(b));
}
