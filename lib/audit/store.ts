import { jsonChunks } from "@/lib/db/bulk";
import type { Db, Tx } from "@/lib/db/client";

import type { RecordedEntry, RevisionContent } from "./chain";

export { sources, type Source } from "./chain";

/** Adds a revision and its entries, given as the texts that its hash covers. */
export async function insertRevision(
  tx: Tx,
  revision: RevisionContent & { hash: string },
  entryTexts: readonly string[],
): Promise<void> {
  await tx.revision.create({ data: revision, select: { id: true } });
  for (const { json } of jsonChunks(entryTexts)) {
    await tx.$executeRaw`
      INSERT INTO audit_entries (revision, position, entity, key, product, channel, before, after)
      SELECT ${revision.id}, position, entity, key, product, channel, before, after
      FROM json_to_recordset(${json}::json) AS r(
        position integer, entity text, key text, product text, channel text, before json, after json)`;
  }
}

type RowKey = { entity: string; key: string };

/** The row version that each of these rows had when it was last recorded, by entity and key; the others are left out. */
export async function lastVersions(
  db: Db,
  keys: readonly RowKey[],
): Promise<(RowKey & { version: number })[]> {
  const found: (RowKey & { version: number })[] = [];
  for (const { json } of jsonChunks(keys.map(({ entity, key }) => JSON.stringify({ entity, key })))) {
    const rows = await db.$queryRaw<(RowKey & { version: number })[]>`
      SELECT r.entity, r.key, (coalesce(last.after, last.before) ->> 'rowVersion')::integer AS version
      FROM json_to_recordset(${json}::json) AS r(entity text, key text)
      CROSS JOIN LATERAL (
        SELECT before, after FROM audit_entries AS e
        WHERE e.entity = r.entity AND e.key = r.key ORDER BY e.revision DESC LIMIT 1
      ) AS last`;
    found.push(...rows);
  }
  return found;
}

/** A row as it was at a row version; undefined when the record does not hold it. */
export async function findRecordedRow(db: Db, { entity, key }: RowKey, version: number): Promise<unknown> {
  const rows = await db.$queryRaw<{ after: unknown }[]>`
    SELECT after FROM audit_entries
    WHERE entity = ${entity} AND key = ${key} AND (after ->> 'rowVersion')::integer = ${version}
    ORDER BY revision DESC LIMIT 1`;
  return rows[0]?.after;
}

const revisionColumns = {
  id: true,
  at: true,
  actor: true,
  source: true,
  reason: true,
  previousHash: true,
  hash: true,
  changeSetId: true,
} as const;

export type RevisionRow = RevisionContent & { hash: string };

/** The newest first, those before `before` only. */
export async function listRevisions(
  db: Db,
  { before, limit }: { before: number | null; limit: number },
): Promise<(RevisionRow & { entries: number })[]> {
  const rows = await db.revision.findMany({
    ...(before === null ? {} : { where: { id: { lt: before } } }),
    orderBy: { id: "desc" },
    take: limit,
    select: { ...revisionColumns, _count: { select: { entries: true } } },
  });
  return rows.map(({ _count, ...revision }) => ({ ...revision, entries: _count.entries }));
}

/** The oldest first, those after `after` only. */
export async function listRevisionsUpwards(db: Db, after: number, limit: number): Promise<RevisionRow[]> {
  return db.revision.findMany({
    where: { id: { gt: after } },
    orderBy: { id: "asc" },
    take: limit,
    select: revisionColumns,
  });
}

export async function findRevision(db: Db, id: number): Promise<RevisionRow | null> {
  return db.revision.findUnique({ where: { id }, select: revisionColumns });
}

export type EntryRow = Omit<RecordedEntry, "before" | "after"> & { before: unknown; after: unknown };

/** A revision's entries in order, those after `after` only. */
export async function listEntries(
  db: Db,
  revisionId: number,
  { after, limit }: { after: number; limit: number },
): Promise<EntryRow[]> {
  return db.auditEntry.findMany({
    where: { revisionId, position: { gt: after } },
    orderBy: { position: "asc" },
    take: limit,
    select: {
      position: true,
      entity: true,
      key: true,
      product: true,
      channel: true,
      before: true,
      after: true,
    },
  });
}

/** Entries of consecutive revisions in order, the rows as the very text that is stored. */
export async function listEntryTexts(
  db: Db,
  from: { revision: number; position: number },
  limit: number,
): Promise<(RecordedEntry & { revision: number })[]> {
  const rows = await db.$queryRaw<(RecordedEntry & { revision: number })[]>`
    SELECT revision, position, entity, key, product, channel,
      coalesce(before::text, 'null') AS before, coalesce(after::text, 'null') AS after
    FROM audit_entries
    WHERE (revision, position) > (${from.revision}, ${from.position})
    ORDER BY revision, position LIMIT ${limit}`;
  return rows;
}

export async function findHead(db: Db): Promise<{ revision: number; hash: string }> {
  return db.head.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true, hash: true } });
}
