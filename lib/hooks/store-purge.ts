import type { Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { addPurgeJob } from "@/lib/jobs/store";

import { type Adapter, type PurgeAdapter, isPurge, purgeAdapters } from "./adapter";

export type PurgeTarget = { readonly name: string; readonly products: readonly string[] };

/** Those that are switched on. */
export async function listPurgeTargets(tx: Tx): Promise<PurgeTarget[]> {
  return tx.hook.findMany({
    where: { enabled: true, adapter: { in: [...purgeAdapters] } },
    select: { name: true, products: true },
    orderBy: { name: "asc" },
  });
}

/** The channels that rules, pins and shut-offs name, with their products; null: every product. */
export async function listChannelsNamed(
  tx: Tx,
): Promise<{ readonly product: string | null; readonly channel: string }[]> {
  return tx.$queryRaw`
    SELECT DISTINCT product, channel FROM rules WHERE channel IS NOT NULL
    UNION SELECT product, channel FROM pins
    UNION SELECT nullif(product, '*'), channel FROM shut_offs`;
}

/** Whom rules serve that map to a bundle which asks the rules of one of these products. */
export async function listAskedThroughBundles(
  tx: Tx,
  products: readonly string[],
): Promise<{ readonly product: string | null; readonly channel: string | null }[]> {
  if (products.length === 0) return [];
  return tx.$queryRaw`
    SELECT DISTINCT r.product, r.channel FROM rules AS r JOIN releases AS b ON b.name IN (r.mapping, r.fallback_mapping)
    WHERE r.enabled AND b.kind = 'bundle' AND EXISTS (
      SELECT FROM json_array_elements_text(b.content -> 'products') AS member WHERE member = ANY (${[...products]})
    )`;
}

export type NewPurge = {
  readonly target: string;
  readonly at: Date;
  readonly actor: string;
  readonly revision: number;
  readonly keys: readonly string[];
};

/** Has a cache purged once the transaction commits. */
export async function addPurge(tx: Tx, { target, at, actor, revision, keys }: NewPurge): Promise<void> {
  const payload: Prisma.InputJsonObject = {
    event: "enacted",
    at: at.toISOString(),
    actor,
    revision,
    keys: [...keys],
  };
  const { id } = await tx.hookDelivery.create({
    data: { hookName: target, event: "enacted", payload, createdAt: at },
    select: { id: true },
  });
  await addPurgeJob(tx, id, target);
}

/** What a cache is to forget. */
export type Purge = {
  readonly adapter: PurgeAdapter;
  readonly url: string;
  /** Null: the target needs none, or has not got it yet. */
  readonly credential: string | null;
  readonly keys: readonly string[];
  readonly revision: number;
};

/** @returns null for deliveries that tell of events */
export function purgeIn(
  payload: Prisma.JsonValue,
  { adapter, url, credential }: { adapter: string; url: string; credential: string | null },
): Purge | null {
  const kind = adapter as Adapter;
  if (!isPurge(kind)) return null;
  const { keys, revision } = payload as { keys?: readonly string[]; revision?: number };
  return { adapter: kind, url, credential, keys: keys ?? [], revision: revision ?? 0 };
}
