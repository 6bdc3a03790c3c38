import { canonicalize } from "json-canonicalize";

import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import type { Entity, Operation } from "@/lib/changes/operation";
import { entities, keyOf } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import { consistently, db, type Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { keyFieldsOf } from "@/lib/restore/inverse";

import { entryText } from "./chain";
import { EntryReader } from "./entry-reader";
import * as store from "./store";
import { findFault, misfits, type Neighbours, type Verification, type VerifiedSoFar } from "./verify";

export type RevisionSummary = store.RevisionRow & { readonly entries: number };

/** What of the list is shown. */
export type ListedRevisions = {
  readonly revisions: RevisionSummary[];
  /** The `before` of the page of older ones; null where there are none. */
  readonly next: number | null;
  /** The `after` of the page of newer ones; null where this began with the newest. */
  readonly previous: number | null;
};

/** Revisions that a filter lets through, the newest first. */
export async function listRevisions(
  actor: Actor,
  {
    before = null,
    after = null,
    limit,
    ...filter
  }: Partial<store.RevisionPage> & { limit: number } & store.RevisionFilter,
): Promise<ListedRevisions> {
  authorizeReading(actor);
  const found = await store.listRevisions(db(), filter, { before, after, limit: limit + 1 });
  const more = found.length > limit;
  if (before === null && after !== null) {
    const revisions = found.slice(-limit);
    return { revisions, next: lastOf(revisions), previous: more ? firstOf(revisions) : null };
  }
  const revisions = found.slice(0, limit);
  return {
    revisions,
    next: more ? lastOf(revisions) : null,
    previous: before === null ? null : firstOf(revisions),
  };
}

function firstOf(revisions: readonly RevisionSummary[]): number | null {
  return revisions[0]?.id ?? null;
}

function lastOf(revisions: readonly RevisionSummary[]): number | null {
  return revisions.at(-1)?.id ?? null;
}

/** The number of the newest revision; 0 when nothing was ever changed. */
export async function getNewestRevision(actor: Actor): Promise<number> {
  authorizeReading(actor);
  return (await store.findHead(db())).revision;
}

export type RevisionDetail = store.RevisionRow & {
  readonly entries: readonly store.EntryRow[];
  /** Where to go on when there are more entries; null when these are the last. */
  readonly next: number | null;
};

/** A revision with its entries, those of products that the actor may not look at left out. */
export async function getRevision(
  actor: Actor,
  id: number,
  page: { after: number; limit: number },
): Promise<RevisionDetail> {
  authorizeReading(actor);
  const revision = await store.findRevision(db(), id);
  if (!revision) throw new Refusal("not-found", `There is no revision ${id}`);
  const found = await store.listEntries(db(), id, { ...page, limit: page.limit + 1 });
  const entries = found.slice(0, page.limit);
  return {
    ...revision,
    entries: entries.filter(({ product }) => canSee(actor, product)),
    next: found.length > page.limit ? (entries.at(-1)?.position ?? null) : null,
  };
}

const revisionsAtOnce = 1_000;
const entriesAtOnce = 2_000;

/**
 * Recomputes the hash of every revision: whatever was altered behind the service's back is found.
 *
 * @param onProgress called now and then
 */
export async function verifyChain(
  actor: Actor,
  onProgress: (soFar: VerifiedSoFar) => void = () => undefined,
): Promise<Verification> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const head = await store.findHead(read);
    const entries = readEntries(read, { after: 0, to: newest });
    const fault = await findFault(revisionsFrom(read, 0), entries, { head, onProgress });
    if (!fault) return { sound: true, revisions: head.revision, entries: entries.count };
    const positions = misfits(await neighboursOf(read, fault.revision));
    return { sound: false, ...fault, positions };
  });
}

/** Where the record goes no further, the row as it stands comes next. */
async function neighboursOf(read: Db, revision: number): Promise<Neighbours[]> {
  const entries = await store.listNeighbours(read, revision);
  const rows = entries.map(({ before, after }) => JSON.parse(after === "null" ? before : after) as object);
  const asked = entries.flatMap(({ entity }, index) =>
    isEntity(entity)
      ? [{ entity, action: "delete", key: keyFieldsOf(entity, rows[index] ?? {}) } as Operation]
      : [],
  );
  const now = await readRowsOf(read, asked);
  return entries.map(({ entity, key, earlier, later, ...texts }, index) => ({
    ...texts,
    earlier: earlier ?? undefined,
    later: later ?? (isEntity(entity) ? textOf(now.get(`${entity} ${key}`), texts.after) : undefined),
    hasOwnKey: !isEntity(entity) || keyOf(entity, rows[index] as never) === key,
  }));
}

/** A row as the record would have it, with the fields that the recorded text has: later migrations add others. */
function textOf(row: object | undefined, recorded: string): string {
  if (!row) return "null";
  const known = JSON.parse(recorded) as object | null;
  return canonicalize(
    known ? Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(known, name))) : row,
  );
}

function isEntity(name: string): name is Entity {
  return (entities as readonly string[]).includes(name);
}

/** Beyond every revision. */
const newest = 2_147_483_647;

function readEntries(read: Db, { after, to }: { after: number; to: number }): EntryReader {
  return new EntryReader(after, (from) => store.listEntryTexts(read, from, { to, limit: entriesAtOnce }));
}

async function* revisionsFrom(read: Db, after: number): AsyncGenerator<store.RevisionRow[], void> {
  for (let seen = after; ;) {
    const page = await store.listRevisionsUpwards(read, seen, revisionsAtOnce);
    if (page.length === 0) return;
    yield page;
    seen = page.at(-1)?.id ?? seen;
  }
}

/**
 * The record as JSON lines: each revision that the filter lets through, then all of its entries in order, each of
 * which names it; those of products that the actor may not look at are left out. It ends with the newest revision of
 * when it began.
 */
export function exportRecord(
  actor: Actor,
  { after, ...filter }: { after: number } & store.RevisionFilter,
): AsyncIterable<string> {
  authorizeReading(actor);
  return linesOf(actor, after, filter);
}

async function* linesOf(
  actor: Actor,
  after: number,
  filter: store.RevisionFilter,
): AsyncGenerator<string, void> {
  const { revision: last } = await store.findHead(db());
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const all = readEntries(db(), { after, to: last });
  for await (const page of isFiltered ? filteredFrom(filter, after) : revisionsFrom(db(), after)) {
    for (const revision of page) {
      if (revision.id > last) return;
      const entries = isFiltered ? readEntries(db(), { after: revision.id - 1, to: revision.id }) : all;
      yield JSON.stringify(revision);
      yield* entryLines(actor, revision.id, entries);
    }
  }
}

async function* entryLines(
  actor: Actor,
  revision: number,
  entries: EntryReader,
): AsyncGenerator<string, void> {
  for await (const part of entries.of(revision)) {
    for (const entry of part) {
      if (canSee(actor, entry.product)) yield `{"revision":${revision},${entryText(entry).slice(1)}`;
    }
  }
}

async function* filteredFrom(
  filter: store.RevisionFilter,
  after: number,
): AsyncGenerator<store.RevisionRow[], void> {
  for (let seen = after; ;) {
    const page = { before: null, after: seen, limit: revisionsAtOnce };
    const found = (await store.listRevisions(db(), filter, page)).reverse();
    if (found.length === 0) return;
    yield found.map(({ entries: _, ...revision }) => revision);
    seen = found.at(-1)?.id ?? seen;
  }
}
