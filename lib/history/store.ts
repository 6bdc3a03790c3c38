import type { EntryRow } from "@/lib/audit/store";
import type { Db } from "@/lib/db/client";

export type ChannelRevision = { product: string | null; channel: string | null; revision: number };

/**
 * The newest revision that touched a rule, pin or shut-off, by product and channel as they are written there; of
 * revisions after one, the newest first.
 */
export async function lastRevisionByChannel(db: Db, after: number): Promise<ChannelRevision[]> {
  return db.$queryRaw`
    SELECT product, channel, max(revision) AS revision FROM audit_entries
    WHERE entity IN ('rule', 'pin', 'shutOff') AND revision > ${after}
    GROUP BY product, channel ORDER BY max(revision) DESC, product, channel`;
}

export type RevisionHead = { id: number; at: Date; actor: string; source: string; reason: string };

const headColumns = { id: true, at: true, actor: true, source: true, reason: true } as const;

export async function findRevisionHeads(db: Db, ids: readonly number[]): Promise<RevisionHead[]> {
  return db.revision.findMany({ where: { id: { in: [...ids] } }, select: headColumns });
}

/** The newest revision that touched a row, or null. */
export async function lastRevisionOf(db: Db, entity: string, key: string): Promise<RevisionHead | null> {
  const entry = await db.auditEntry.findFirst({
    where: { entity, key },
    orderBy: { revisionId: "desc" },
    select: { revision: { select: headColumns } },
  });
  return entry?.revision ?? null;
}

/** How many rows of each kind revisions created, changed and deleted. */
export async function countEntries(
  db: Db,
  ids: readonly number[],
): Promise<{ revision: number; entity: string; action: "created" | "changed" | "deleted"; count: number }[]> {
  return db.$queryRaw`
    SELECT revision, entity, action, count(*)::integer AS count
    FROM audit_entries WHERE revision = ANY(${[...ids]}::integer[])
    GROUP BY revision, entity, action ORDER BY revision, min(position)`;
}

const entryColumns = {
  position: true,
  entity: true,
  key: true,
  product: true,
  channel: true,
  before: true,
  after: true,
} as const;

/** A revision's rows in the order in which they were written: the builds of one release, or all that are no builds. */
export async function listRows(
  db: Db,
  revision: number,
  { buildsOf, after, limit }: { buildsOf: string | null; after: number; limit: number },
): Promise<EntryRow[]> {
  return db.auditEntry.findMany({
    where: {
      revisionId: revision,
      position: { gt: after },
      ...(buildsOf === null
        ? { entity: { not: "build" } }
        : { entity: "build", key: { startsWith: `${buildsOf}/` } }),
    },
    orderBy: { position: "asc" },
    take: limit,
    select: entryColumns,
  });
}

export type BuildCount = {
  release: string;
  product: string | null;
  action: "created" | "changed" | "deleted";
  count: number;
};

/** How many builds of which releases a revision touched. */
export async function countBuilds(db: Db, revision: number): Promise<BuildCount[]> {
  return db.$queryRaw`
    SELECT split_part(key, '/', 1) AS release, product, action, count(*)::integer AS count
    FROM audit_entries WHERE revision = ${revision} AND entity = 'build'
    GROUP BY split_part(key, '/', 1), product, action ORDER BY min(position)`;
}

/** What became of a row, the newest first. */
export async function listRowHistory(
  db: Db,
  { entity, key, limit }: { entity: string; key: string; limit: number },
): Promise<(EntryRow & { revision: RevisionHead })[]> {
  return db.auditEntry.findMany({
    where: { entity, key },
    orderBy: { revisionId: "desc" },
    take: limit,
    select: { ...entryColumns, revision: { select: headColumns } },
  });
}
