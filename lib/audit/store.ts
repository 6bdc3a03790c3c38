import { jsonChunks } from "@/lib/db/bulk";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { unpackBuildText } from "@/lib/releases/packed";

import type { RecordedEntry, RevisionContent } from "./chain";

export { sources, type Source } from "./source";

/** Adds a revision and its entries, given as texts as they are stored. */
export async function insertRevision(
  tx: Tx,
  revision: RevisionContent & { hash: string },
  entryTexts: readonly string[],
  progress: (entries: number) => void,
): Promise<void> {
  await tx.revision.create({ data: revision, select: { id: true } });
  let entries = 0;
  for (const { json, count } of jsonChunks(entryTexts)) {
    await tx.$executeRaw`
      INSERT INTO packed_audit_entries (revision, position, entity, key, product, channel, before, after)
      SELECT ${revision.id}, position, entity, key, product, channel, before, after
      FROM json_to_recordset(${json}::json) AS r(
        position integer, entity text, key text, product text, channel text, before json, after json)`;
    progress((entries += count));
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
      SELECT r.entity, r.key, last.row_version AS version
      FROM json_to_recordset(${json}::json) AS r(entity text, key text)
      CROSS JOIN LATERAL (
        SELECT row_version FROM audit_entries AS e
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
    WHERE entity = ${entity} AND key = ${key} AND row_version = ${version} AND action <> 'deleted'
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

/** What revisions are looked for by; all that is given has to hold, the second line of one and the same row. */
export type RevisionFilter = {
  readonly actor?: string | undefined;
  readonly source?: string | undefined;
  readonly entity?: string | undefined;
  readonly key?: string | undefined;
  readonly product?: string | undefined;
  readonly channel?: string | undefined;
  /** Text anywhere in the reason, in capitals or not. */
  readonly reason?: string | undefined;
  readonly changeSet?: number | undefined;
  /** Not before this time. */
  readonly from?: Date | undefined;
  /** Before this time. */
  readonly to?: Date | undefined;
};

/** Revisions older than `before`, or else newer than `after`; null: from the end of the list. */
export type RevisionPage = {
  readonly before: number | null;
  readonly after: number | null;
  readonly limit: number;
};

/** Those next to where the page begins; the newest first. */
export async function listRevisions(
  db: Db,
  filter: RevisionFilter,
  { before, after, limit }: RevisionPage,
): Promise<(RevisionRow & { entries: number })[]> {
  const upwards = before === null && after !== null;
  const place = upwards ? Prisma.sql`> ${after}` : before === null ? null : Prisma.sql`< ${before}`;
  const inside = place === null ? [] : [Prisma.sql`r.id ${place}`];
  const rows = await db.$queryRaw<(RevisionRow & { entries: number })[]>`
    SELECT r.id, r.at, r.actor, r.source, r.reason, r.previous_hash AS "previousHash", r.hash, r.change_set AS "changeSetId",
      (SELECT count(*)::integer FROM audit_entries AS e WHERE e.revision = r.id) AS entries
    FROM revisions AS r WHERE ${allOf([...inside, ...revisionConditions(filter), ...entryConditions(filter, place)])}
    ORDER BY r.id ${upwards ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit}`;
  return upwards ? rows.reverse() : rows;
}

function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], " AND ");
}

function revisionConditions({ actor, source, reason, changeSet, from, to }: RevisionFilter): Prisma.Sql[] {
  return [
    ...(actor === undefined ? [] : [Prisma.sql`r.actor = ${actor}`]),
    ...(source === undefined ? [] : [Prisma.sql`r.source = ${source}`]),
    ...(reason === undefined
      ? []
      : [Prisma.sql`r.reason ILIKE ${`%${reason.replaceAll(/[\\%_]/g, "\\$&")}%`}`]),
    ...(changeSet === undefined ? [] : [Prisma.sql`r.change_set = ${changeSet}`]),
    ...(from === undefined ? [] : [Prisma.sql`r.at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`r.at < ${to}`]),
  ];
}

/** @param place where revisions are looked for at all */
function entryConditions(filter: RevisionFilter, place: Prisma.Sql | null): Prisma.Sql[] {
  const asked = (["entity", "key", "product", "channel"] as const).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [Prisma.sql`e.${Prisma.raw(name)} = ${value}`];
  });
  if (asked.length === 0) return [];
  const inside = place === null ? [] : [Prisma.sql`e.revision ${place}`];
  return [
    Prisma.sql`r.id IN (SELECT e.revision FROM audit_entries AS e WHERE ${allOf([...asked, ...inside])})`,
  ];
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

/** Entries of consecutive revisions in order, up to one of them, the rows as the very text that was recorded. */
export async function listEntryTexts(
  db: Db,
  from: { revision: number; position: number },
  { to, limit }: { to: number; limit: number },
): Promise<(RecordedEntry & { revision: number })[]> {
  const rows = await db.$queryRaw<(RecordedEntry & { revision: number })[]>`
    SELECT revision, position, entity, key, product, channel,
      coalesce(before::text, 'null') AS before, coalesce(after::text, 'null') AS after
    FROM packed_audit_entries
    WHERE (revision, position) > (${from.revision}, ${from.position}) AND revision <= ${to}
    ORDER BY revision, position LIMIT ${limit}`;
  return rows.map((entry) =>
    entry.entity === "build"
      ? { ...entry, before: unpackBuildText(entry.before), after: unpackBuildText(entry.after) }
      : entry,
  );
}

/** A revision's entries as texts, with what the record says of the same rows right before and after it, or null. */
export async function listNeighbours(db: Db, revision: number): Promise<NeighbouringTexts[]> {
  return db.$queryRaw`
    SELECT e.position, e.entity, e.key,
      coalesce(e.before::text, 'null') AS before, coalesce(e.after::text, 'null') AS after,
      (SELECT coalesce(other.after::text, 'null') FROM audit_entries AS other
        WHERE other.entity = e.entity AND other.key = e.key AND other.revision < e.revision
        ORDER BY other.revision DESC LIMIT 1) AS earlier,
      (SELECT coalesce(other.before::text, 'null') FROM audit_entries AS other
        WHERE other.entity = e.entity AND other.key = e.key AND other.revision > e.revision
        ORDER BY other.revision LIMIT 1) AS later
    FROM audit_entries AS e WHERE e.revision = ${revision} ORDER BY e.position`;
}

export type NeighbouringTexts = Omit<RecordedEntry, "product" | "channel"> & {
  readonly earlier: string | null;
  readonly later: string | null;
};

export async function findHead(db: Db): Promise<{ revision: number; hash: string }> {
  return db.head.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true, hash: true } });
}
