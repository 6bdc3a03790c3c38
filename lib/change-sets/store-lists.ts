import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/client";

import type { State, WholeChangeSet } from "./change-set";
import { findChangeSets } from "./store";

export type Filter = {
  readonly states?: readonly State[] | undefined;
  readonly product?: string | undefined;
  readonly author?: string | undefined;
  /** Drafts of nobody but this author. */
  readonly draftsOf?: string | undefined;
  /** Text anywhere in the reason or in the author's name, in capitals or not. */
  readonly text?: string | undefined;
  /** Only those with a lower number. */
  readonly before?: number | null | undefined;
  readonly limit: number;
};

/** The newest first, with steps and sign-offs. */
export async function listChangeSets(
  db: Db,
  { states, product, author, draftsOf, text, before, limit }: Filter,
): Promise<WholeChangeSet[]> {
  const where: Prisma.ChangeSetWhereInput = {
    ...(draftsOf !== undefined && { NOT: { state: "draft", author: { not: draftsOf } } }),
    ...(states && { state: { in: [...states] } }),
    ...(product !== undefined && { products: { hasSome: [product, "*"] } }),
    ...(author !== undefined && { author }),
    ...(text !== undefined && { OR: [{ reason: anywhere(text) }, { author: anywhere(text) }] }),
    ...(typeof before === "number" && { id: { lt: before } }),
  };
  return findChangeSets(db, where, limit);
}

function anywhere(text: string): Prisma.StringFilter {
  return { contains: text, mode: "insensitive" };
}

/** Change sets whose next step is due, those that wait longest first. */
export async function listDueIds(db: Db, now: Date): Promise<number[]> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT s.id FROM change_sets AS s
    CROSS JOIN LATERAL (
      SELECT at FROM change_set_steps WHERE change_set = s.id AND state = 'pending' ORDER BY position LIMIT 1
    ) AS next
    WHERE s.state = 'scheduled' AND (next.at IS NULL OR next.at <= ${now})
    ORDER BY next.at NULLS FIRST, s.id`;
  return rows.map(({ id }) => id);
}

/** Change sets that nobody has approved in time. */
export async function listExpiredIds(db: Db, now: Date): Promise<number[]> {
  const rows = await db.changeSet.findMany({
    where: { state: "proposed", expiresAt: { lte: now } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}

/** What each of these releases and its builds say, as a hash; "absent" for those that there are not. */
export async function hashReleases(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await db.$queryRaw<{ name: string; hash: string }[]>`
    SELECT r.name, encode(sha256(convert_to(r.row_version || coalesce((
      SELECT string_agg(json_build_array(b.build_target, b.locale, b.row_version)::text, ','
        ORDER BY b.build_target COLLATE "C", b.locale COLLATE "C")
      FROM builds AS b WHERE b.release = r.name
    ), ''), 'UTF8')), 'hex') AS hash
    FROM releases AS r WHERE r.name = ANY (${[...names]})`;
  const found = new Map(rows.map(({ name, hash }) => [name, hash]));
  return new Map(names.map((name) => [name, found.get(name) ?? "absent"]));
}

/** The releases that bundles among these are made of. */
export async function listMembers(db: Db, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await db.$queryRaw<{ member: string }[]>`
    SELECT DISTINCT json_array_elements_text(content -> 'releases') AS member
    FROM releases WHERE kind = 'bundle' AND name = ANY (${[...names]})`;
  return rows.map(({ member }) => member);
}

/** Row versions of rows as revisions left them last, by entity and key. */
export async function listVersionsLeft(db: Db, revisions: readonly number[]): Promise<Map<string, number>> {
  if (revisions.length === 0) return new Map();
  const rows = await db.$queryRaw<{ entity: string; key: string; version: number }[]>`
    SELECT DISTINCT ON (entity, key) entity, key, row_version AS version
    FROM audit_entries WHERE revision = ANY (${[...revisions]}::integer[])
    ORDER BY entity, key, revision DESC`;
  return new Map(rows.map(({ entity, key, version }) => [`${entity} ${key}`, version]));
}
