import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { consistently, db, type Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { entryText, hashRevision, type RecordedEntry } from "./chain";
import * as store from "./store";

export type RevisionSummary = store.RevisionRow & { readonly entries: number };

/** Revisions, the newest first. `next` continues the list where it ends here; null at its end. */
export async function listRevisions(
  actor: Actor,
  page: { before: number | null; limit: number },
): Promise<{ revisions: RevisionSummary[]; next: number | null }> {
  authorizeReading(actor);
  const found = await store.listRevisions(db(), { ...page, limit: page.limit + 1 });
  const revisions = found.slice(0, page.limit);
  return { revisions, next: found.length > page.limit ? (revisions.at(-1)?.id ?? null) : null };
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

export type Verification =
  | { readonly sound: true; readonly revisions: number; readonly entries: number }
  | { readonly sound: false; readonly revision: number; readonly detail: string };

const revisionsAtOnce = 1_000;
const entriesAtOnce = 2_000;

/** Recomputes the hash of every revision: whatever was altered behind the service's back is found. */
export async function verifyChain(actor: Actor): Promise<Verification> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const entries = new EntryReader(read);
    let previous = { id: 0, hash: "" };
    for (;;) {
      const revisions = await store.listRevisionsUpwards(read, previous.id, revisionsAtOnce);
      if (revisions.length === 0) break;
      for (const revision of revisions) {
        const detail = await wrongWith(revision, previous, entries);
        if (detail !== null) return { sound: false, revision: revision.id, detail };
        previous = revision;
      }
    }
    const head = await store.findHead(read);
    if (head.revision !== previous.id || head.hash !== previous.hash) {
      return {
        sound: false,
        revision: head.revision,
        detail: "The newest revision is not the recorded head",
      };
    }
    return { sound: true, revisions: previous.id, entries: entries.count };
  });
}

async function wrongWith(
  { hash, ...revision }: store.RevisionRow,
  previous: { id: number; hash: string },
  entries: EntryReader,
): Promise<string | null> {
  if (revision.id !== previous.id + 1) return `Revision ${previous.id + 1} is missing`;
  if (revision.previousHash !== previous.hash) return "It does not name its predecessor's hash";
  const texts = await entries.take(revision.id);
  return hashRevision(revision, texts) === hash ? null : "Its content is not what was enacted";
}

/**
 * The record as JSON lines: a revision, then its entries in order, each of which names it; those of products that
 * the actor may not look at are left out. It ends with the newest revision of when it began.
 */
export function exportRecord(actor: Actor, { after }: { after: number }): AsyncIterable<string> {
  authorizeReading(actor);
  return linesOf(actor, after);
}

async function* linesOf(actor: Actor, after: number): AsyncGenerator<string, void> {
  const head = await store.findHead(db());
  const entries = new EntryReader(db(), { revision: after, position: lastPosition });
  for await (const revision of revisionsBetween(after, head.revision)) {
    yield JSON.stringify(revision);
    for await (const entry of entries.of(revision.id)) {
      if (canSee(actor, entry.product)) yield `{"revision":${revision.id},${entryText(entry).slice(1)}`;
    }
  }
}

async function* revisionsBetween(after: number, last: number): AsyncGenerator<store.RevisionRow, void> {
  for (let seen = after; seen < last;) {
    const page = await store.listRevisionsUpwards(db(), seen, Math.min(revisionsAtOnce, last - seen));
    if (page.length === 0) return;
    yield* page;
    seen = page.at(-1)?.id ?? last;
  }
}

/** Beyond every position that an entry can have. */
const lastPosition = 2_147_483_647;

/** Reads all entries in order, a revision's at a time. */
class EntryReader {
  count = 0;
  #chunk: Awaited<ReturnType<typeof store.listEntryTexts>> = [];
  #at = 0;
  #last: { revision: number; position: number };

  constructor(
    private readonly db: Db,
    start = { revision: 0, position: -1 },
  ) {
    this.#last = start;
  }

  async *of(revision: number): AsyncGenerator<RecordedEntry, void> {
    for (;;) {
      if (this.#at === this.#chunk.length) {
        this.#chunk = await store.listEntryTexts(this.db, this.#last, entriesAtOnce);
        this.#at = 0;
      }
      const entry = this.#chunk[this.#at];
      if (entry?.revision !== revision) return;
      this.#at += 1;
      this.#last = entry;
      this.count += 1;
      yield entry;
    }
  }

  async take(revision: number): Promise<string[]> {
    const texts: string[] = [];
    for await (const entry of this.of(revision)) texts.push(entryText(entry));
    return texts;
  }
}
