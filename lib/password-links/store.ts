import type { Grant } from "@/lib/access/role";
import type { Db, Tx } from "@/lib/db/client";

export type LinkedAccount = {
  readonly rowVersion: number;
  /** How many links were allowed so far, and which of them was the last to be made. */
  readonly allowed: number;
  readonly made: number;
  /** Of its roles: "*" is every one. */
  readonly products: readonly string[];
};

/** Null: there is no such account, or it is disabled. */
export async function findLinkedAccount(db: Db, email: string): Promise<LinkedAccount | null> {
  const row = await db.user.findUnique({
    where: { email, disabled: false },
    select: { rowVersion: true, passwordLinks: true, link: { select: { number: true } }, grants: true },
  });
  if (!row) return null;
  const { rowVersion, passwordLinks: allowed, link, grants } = row;
  return {
    rowVersion,
    allowed,
    made: link?.number ?? 0,
    products: (grants as Grant[]).map(({ product }) => product),
  };
}

export type NewLink = { email: string; number: number; tokenHash: string; expiresAt: Date };

/** Makes the account's link; the one before it is of no use any more. */
export async function putLink(tx: Tx, { email, ...data }: NewLink): Promise<void> {
  await tx.passwordLink.upsert({
    where: { email },
    create: { email, ...data },
    update: data,
    select: { email: true },
  });
}

/** Whose link it is; null when it is unknown, used or expired. */
export async function findLinkOwner(
  db: Db,
  tokenHash: string,
  now: Date,
): Promise<{ email: string; name: string } | null> {
  const row = await db.passwordLink.findUnique({
    where: { tokenHash, expiresAt: { gt: now }, user: { disabled: false } },
    select: { user: { select: { email: true, name: true } } },
  });
  return row?.user ?? null;
}

/** False when it was of no use any more. */
export async function spendLink(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await tx.passwordLink.updateMany({
    where: { tokenHash, expiresAt: { gt: now } },
    data: { tokenHash: null },
  });
  return count > 0;
}
