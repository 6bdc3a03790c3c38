import { LRUCache } from "lru-cache";

import { authorize, can } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import type { EntryRow, RevisionFilter, RevisionPage, RevisionRow } from "@/lib/audit/store";
import { findHead, findRevision, listRevisions } from "@/lib/audit/store";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { fallbackChannelOf } from "@/lib/protocol/request";
import { matchesChannel } from "@/lib/rules/match";

import * as store from "./store";
import type { BuildCount, ChannelRevision, RevisionHead } from "./store";

export type { RevisionFilter, RevisionHead };

const rowsAtOnce = 50;
const pastRowsAtOnce = 100;

export type CountedRevision = RevisionHead & {
  readonly counts: readonly { entity: string; action: "created" | "changed" | "deleted"; count: number }[];
};

/** Whoever may read anything may read the record; of the rows in it, those of products that they may read. */
function requireReader(actor: Actor): void {
  const mayReadSome =
    actor.kind !== "person" || actor.grants.some(({ product }) => can(actor, "read", { product }));
  if (!mayReadSome) authorize(actor, "read", { product: null });
}

function mayRead(actor: Actor, product: string | null): boolean {
  return product === null || can(actor, "read", { product });
}

/**
 * Revisions that a filter lets through, the newest first, with how many rows of which kind they touched: those before
 * `before`, or else those next after `after`.
 */
export async function listHistory(
  actor: Actor,
  {
    before = null,
    after = null,
    limit,
    ...filter
  }: Partial<RevisionPage> & { limit: number } & RevisionFilter,
): Promise<CountedRevision[]> {
  requireReader(actor);
  const found = await listRevisions(db(), filter, { before, after, limit });
  return withCounts(
    found.map(({ id, at, actor: who, source, reason }) => ({ id, at, actor: who, source, reason })),
  );
}

/** Revisions never change, and an import's has a hundred thousand rows: they are counted once. */
const counted = new LRUCache<string, CountedRevision["counts"]>({ max: 1000 });
const counting = ({ id, at }: RevisionHead) => `${String(id)} ${at.toISOString()}`;

async function withCounts(heads: readonly RevisionHead[]): Promise<CountedRevision[]> {
  const fresh = heads.filter((head) => !counted.has(counting(head))).map(({ id }) => id);
  const counts = fresh.length === 0 ? [] : await store.countEntries(db(), fresh);
  return heads.map((head) => {
    const known = counted.get(counting(head)) ?? counts.filter(({ revision }) => revision === head.id);
    counted.set(counting(head), known);
    return { ...head, counts: known };
  });
}

export type ReadRevision = {
  readonly revision: RevisionRow;
  readonly builds: readonly BuildCount[];
  readonly rows: readonly EntryRow[];
  /** Where to go on reading; null at the end. */
  readonly next: number | null;
};

/**
 * A revision with its rows, `after` a position. Builds are counted by release; those of one release are listed when
 * `buildsOf` names it.
 *
 * @throws Refusal "not-found"
 */
export async function readRevision(
  actor: Actor,
  { id, buildsOf, after }: { id: number; buildsOf: string | null; after: number },
): Promise<ReadRevision> {
  requireReader(actor);
  const revision = await findRevision(db(), id);
  if (!revision) throw new Refusal("not-found", `There is no revision ${String(id)}`);
  const [builds, rows] = await Promise.all([
    store.countBuilds(db(), id),
    store.listRows(db(), id, { buildsOf, after, limit: rowsAtOnce + 1 }),
  ]);
  const shown = rows.slice(0, rowsAtOnce);
  return {
    revision,
    builds: builds.filter(({ product }) => mayRead(actor, product)),
    rows: shown.filter(({ product }) => mayRead(actor, product)),
    next: rows.length > rowsAtOnce ? (shown.at(-1)?.position ?? null) : null,
  };
}

export type PastRow = EntryRow & { readonly revision: RevisionHead };

/** What became of a row, the newest first. */
export async function readRowHistory(actor: Actor, entity: string, key: string): Promise<PastRow[]> {
  requireReader(actor);
  const rows = await store.listRowHistory(db(), { entity, key, limit: pastRowsAtOnce });
  return rows.filter(({ product }) => mayRead(actor, product));
}

/** The newest revision that touched a row, or null. */
export async function lastRevisionOf(
  actor: Actor,
  entity: string,
  key: string,
): Promise<RevisionHead | null> {
  requireReader(actor);
  return store.lastRevisionOf(db(), entity, key);
}

/** What is known of the record up to a revision, which never changes: a million entries are looked through once. */
let looked: { revision: number; hash: string; found: readonly ChannelRevision[] } | null = null;

async function channelRevisions(): Promise<readonly ChannelRevision[]> {
  const { revision, hash } = await findHead(db());
  const isSame = looked !== null && (await findRevision(db(), looked.revision))?.hash === looked.hash;
  const before = isSame && looked ? looked : { revision: 0, found: [] };
  if (isSame && looked?.revision === revision) return looked.found;
  const added = await store.lastRevisionByChannel(db(), before.revision);
  const keys = new Set(added.map(placeOf));
  const found = [...added, ...before.found.filter((one) => !keys.has(placeOf(one)))];
  looked = { revision, hash, found };
  return found;
}

function placeOf({ product, channel }: ChannelRevision): string {
  return JSON.stringify([product, channel]);
}

type Place = { readonly product: string; readonly channel: string };

/** The newest revision that touched a rule, pin or shut-off of a channel, by name or by a pattern; in the same order. */
export async function readLastChanges(
  actor: Actor,
  places: readonly Place[],
): Promise<(RevisionHead | null)[]> {
  requireReader(actor);
  const changes = (await channelRevisions()).filter(({ product }) => mayRead(actor, product));
  const last = places.map((place) => changes.find((change) => concerns(change, place))?.revision ?? null);
  const ids = [...new Set(last.filter((id) => id !== null))];
  const heads = new Map((await store.findRevisionHeads(db(), ids)).map((head) => [head.id, head]));
  return last.map((id) => heads.get(id ?? 0) ?? null);
}

/** Null: every product, or every channel. */
function concerns(change: ChannelRevision, { product, channel }: Place): boolean {
  return (
    (change.product === null || change.product === product) &&
    (change.channel === null ||
      matchesChannel(change.channel, { channel, fallbackChannel: fallbackChannelOf(channel) }))
  );
}
