import type { Db } from "@/lib/db/client";

export type Place = { readonly caller: string; readonly key: string };

export type KeptRequest = {
  readonly requestHash: string;
  /** Null: it is still being answered, or that broke off. */
  readonly status: number | null;
  readonly body: string | null;
  readonly createdAt: Date;
};

export async function deleteOlder(db: Db, than: Date): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: than } } });
}

/** @returns whether nobody had taken it; of several at once one is told so */
export async function take(db: Db, place: Place, requestHash: string, createdAt: Date): Promise<boolean> {
  const { count } = await db.idempotencyKey.createMany({
    data: [{ ...place, requestHash, createdAt }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function find(db: Db, place: Place): Promise<KeptRequest | null> {
  return db.idempotencyKey.findUnique({
    where: { caller_key: place },
    select: { requestHash: true, status: true, body: true, createdAt: true },
  });
}

export async function keep(db: Db, place: Place, answer: { status: number; body: string }): Promise<void> {
  await db.idempotencyKey.updateMany({ where: place, data: answer });
}

export async function release(db: Db, place: Place): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { ...place, status: null } });
}
