import { allProducts, system, type Person } from "@/lib/access/role";
import { hashSecret, newSecret } from "@/lib/access/secret";
import { createUser, hasNoAdministrator } from "@/lib/access/service";
import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import * as store from "./store";

const day = 86_400_000;

/** A token that lets whoever has it make the first administrator's account; null when there is an administrator. */
export async function newSetUpToken(): Promise<string | null> {
  if (!(await hasNoAdministrator())) return null;
  const token = newSecret();
  const now = new Date();
  const expiresAt = new Date(now.getTime() + day);
  await transaction((tx) => store.insertLink(tx, { tokenHash: hashSecret(token), expiresAt }, now));
  return token;
}

export async function isSetUpToken(token: string): Promise<boolean> {
  return (await store.linkExists(db(), hashSecret(token), new Date())) && (await hasNoAdministrator());
}

/**
 * Makes the first account that administers every product. Of several attempts at once one succeeds.
 * @throws Refusal "forbidden" when the token is not, or no longer, good for it; "invalid"; "conflict"
 */
export async function setUp(
  token: string,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<Person> {
  // Before anything slow is done; what counts is that the link is spent in the account's transaction.
  if (!(await isSetUpToken(token))) refuse();
  const account = { name, email, password, grants: [{ role: "admin", product: allProducts }] as const };
  return createUser(system("set-up"), account, async (tx) => {
    if (!(await store.spendLinks(tx, hashSecret(token), new Date()))) refuse();
  });
}

function refuse(): never {
  throw new Refusal("forbidden", "This link is of no use any more: start the service again for a new one");
}
