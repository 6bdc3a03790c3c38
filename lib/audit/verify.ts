import { entryText, revisionHash, type RecordedEntry, type RevisionContent } from "./chain";
import type { EntryReader } from "./entry-reader";

/** What was read so far, and how many revisions there are. */
export type VerifiedSoFar = { readonly revisions: number; readonly entries: number; readonly of: number };

export type Verification =
  | { readonly sound: true; readonly revisions: number; readonly entries: number }
  | {
      readonly sound: false;
      readonly revision: number;
      /** The places in the revision of rows that neither what came before nor after agrees with; maybe none. */
      readonly positions: readonly number[];
      readonly detail: string;
    };

type HashedRevision = RevisionContent & { readonly hash: string };
type Fault = { readonly revision: number; readonly detail: string };

/**
 * Recomputes every hash, oldest revision first. Memory does not grow with the record.
 *
 * @param revisions all of them in order, some at a time
 * @returns what is wrong first, or null
 */
export async function findFault(
  revisions: AsyncIterable<readonly HashedRevision[]>,
  entries: EntryReader,
  {
    head,
    onProgress,
  }: { head: { revision: number; hash: string }; onProgress: (soFar: VerifiedSoFar) => void },
): Promise<Fault | null> {
  let previous = { id: 0, hash: "" };
  for await (const page of revisions) {
    for (const revision of page) {
      const detail = await wrongWith(revision, previous, entries);
      if (detail !== null) return { revision: revision.id, detail };
      previous = revision;
    }
    onProgress({ revisions: previous.id, entries: entries.count, of: head.revision });
  }
  if (head.revision === previous.id && head.hash === previous.hash) return null;
  return { revision: head.revision, detail: "The newest revision is not the recorded head" };
}

async function wrongWith(
  { hash, ...revision }: HashedRevision,
  previous: { id: number; hash: string },
  entries: EntryReader,
): Promise<string | null> {
  if (revision.id !== previous.id + 1) return `Revision ${previous.id + 1} is missing`;
  if (revision.previousHash !== previous.hash) return "It does not name its predecessor's hash";
  const computed = revisionHash(revision);
  for await (const part of entries.of(revision.id)) {
    for (const entry of part) computed.add(entryText(entry));
  }
  return computed.digest() === hash ? null : "Its content is not what was enacted";
}

/** An entry, with what the record or the table says of the same row right before and after it; undefined: nothing. */
export type Neighbours = Pick<RecordedEntry, "position" | "before" | "after"> & {
  readonly earlier: string | undefined;
  readonly later: string | undefined;
  /** Whether its key is that of its row. */
  readonly hasOwnKey: boolean;
};

/** Of the entries of an altered revision, those that do not fit to what is next to them. */
export function misfits(entries: readonly Neighbours[]): number[] {
  return entries
    .filter(
      ({ before, after, earlier = before, later = after, hasOwnKey }) =>
        before !== earlier || after !== later || !hasOwnKey,
    )
    .map(({ position }) => position);
}
