import type { Db, Tx } from "@/lib/db/client";

export async function insertLink(
  tx: Tx,
  link: { tokenHash: string; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.setUpLink.deleteMany({ where: { expiresAt: { lte: now } } });
  await tx.setUpLink.create({ data: link, select: { tokenHash: true } });
}

export async function linkExists(db: Db, tokenHash: string, now: Date): Promise<boolean> {
  return (await db.setUpLink.count({ where: { tokenHash, expiresAt: { gt: now } } })) > 0;
}

/** Takes every link back. @returns whether the one in hand was good until now */
export async function spendLinks(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await tx.setUpLink.deleteMany({ where: { tokenHash, expiresAt: { gt: now } } });
  await tx.setUpLink.deleteMany({});
  return count > 0;
}

export async function deleteEndedLinks(db: Db, now: Date): Promise<void> {
  await db.setUpLink.deleteMany({ where: { expiresAt: { lte: now } } });
}
