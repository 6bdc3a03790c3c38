import type { Db } from "@/lib/db/client";

import { unpackBuild } from "@/lib/releases/packed";
import type { Build } from "@/lib/releases/release";

import type { RecordedRow } from "./recorded-rows";

// Everything that there was may be asked for: this is read as it is stored, and unpacked here.

function unpackRow(entity: string, row: unknown): unknown {
  return entity === "build" && row !== null ? unpackBuild(row as Build) : row;
}

/** Rows of these kinds as they were at a revision, in no order. */
export async function listRowsAt(
  db: Db,
  revision: number,
  entities: readonly string[],
): Promise<RecordedRow[]> {
  const rows = await db.$queryRaw<RecordedRow[]>`
    SELECT entity, key, after AS row
    FROM (
      SELECT entity, key, max(revision) AS revision FROM packed_audit_entries
      WHERE revision <= ${revision} AND entity = ANY (${[...entities]}) GROUP BY entity, key
    ) AS last
    JOIN packed_audit_entries USING (entity, key, revision) WHERE after IS NOT NULL`;
  return rows.map((recorded) => ({ ...recorded, row: unpackRow(recorded.entity, recorded.row) }));
}

/** Rows of these releases and of their builds as they were at a revision, in no order. */
export async function listReleasesAt(
  db: Db,
  revision: number,
  names: readonly string[],
): Promise<RecordedRow[]> {
  const rows = await db.$queryRaw<RecordedRow[]>`
    SELECT entity, key, after AS row
    FROM (
      SELECT entity, key, max(revision) AS revision FROM packed_audit_entries
      WHERE revision <= ${revision} AND entity IN ('release', 'build')
        AND split_part(key, '/', 1) = ANY (${[...names]}) GROUP BY entity, key
    ) AS last
    JOIN packed_audit_entries USING (entity, key, revision) WHERE after IS NOT NULL`;
  return rows.map((recorded) => ({ ...recorded, row: unpackRow(recorded.entity, recorded.row) }));
}

export type PastRow = {
  /** Null: there was none. */
  readonly row: unknown;
  /** What it said last where there was none. */
  readonly last: unknown;
  readonly product: string | null;
};

/** A row as it was at a revision; null when the record does not know it until then. */
export async function findRowAt(
  db: Db,
  { entity, key }: { entity: string; key: string },
  revision: number,
): Promise<PastRow | null> {
  const entry = await db.auditEntry.findFirst({
    where: { entity, key, revisionId: { lte: revision } },
    orderBy: { revisionId: "desc" },
    select: { before: true, after: true, product: true },
  });
  return entry && { row: entry.after, last: entry.before, product: entry.product };
}

/** What a row was before the record first mentions it; null when it never does. The settings are there from the start. */
export async function findFirstEntry(
  db: Db,
  { entity, key }: { entity: string; key: string },
): Promise<{ before: unknown } | null> {
  return db.auditEntry.findFirst({
    where: { entity, key },
    orderBy: { revisionId: "asc" },
    select: { before: true },
  });
}

export type Entry = {
  readonly entity: string;
  readonly key: string;
  readonly product: string | null;
  readonly channel: string | null;
  readonly before: unknown;
  readonly after: unknown;
};

/** All that one revision did. */
export async function listEntriesOf(db: Db, revisionId: number): Promise<Entry[]> {
  return db.auditEntry.findMany({
    where: { revisionId },
    orderBy: { position: "asc" },
    select: { entity: true, key: true, product: true, channel: true, before: true, after: true },
  });
}

/** What came of each row that revisions after `from`, up to `to`, touched: as it was before the first and after the last. */
export async function listChangesBetween(
  db: Db,
  { from, to, entities }: { from: number; to: number; entities: readonly string[] },
): Promise<Entry[]> {
  const entries = await db.$queryRaw<Entry[]>`
    SELECT e.entity, e.key, last.product, last.channel, first.before, last.after
    FROM (
      SELECT entity, key, min(revision) AS first, max(revision) AS last FROM packed_audit_entries
      WHERE revision > ${from} AND revision <= ${to} AND entity = ANY (${[...entities]}) GROUP BY entity, key
    ) AS e
    CROSS JOIN LATERAL (
      SELECT before FROM packed_audit_entries AS f
      WHERE f.entity = e.entity AND f.key = e.key AND f.revision = e.first LIMIT 1
    ) AS first
    CROSS JOIN LATERAL (
      SELECT product, channel, after FROM packed_audit_entries AS l
      WHERE l.entity = e.entity AND l.key = e.key AND l.revision = e.last LIMIT 1
    ) AS last
    ORDER BY e.entity, e.key`;
  return entries.map(({ before, after, ...entry }) => ({
    ...entry,
    before: unpackRow(entry.entity, before),
    after: unpackRow(entry.entity, after),
  }));
}

/** The newest revision of a time; 0 when there was none yet. */
export async function findRevisionAt(db: Db, at: Date): Promise<number> {
  const { _max } = await db.revision.aggregate({ where: { at: { lte: at } }, _max: { id: true } });
  return _max.id ?? 0;
}

/** When the first revision was made; null when there is none. */
export async function findFirstRevisionTime(db: Db): Promise<Date | null> {
  const { _min } = await db.revision.aggregate({ _min: { at: true } });
  return _min.at;
}
