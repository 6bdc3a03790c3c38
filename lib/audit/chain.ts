import { createHash } from "node:crypto";

import { canonicalize } from "json-canonicalize";

/** What a revision says of itself; its hash covers this, its entries and its predecessor's hash. */
export type RevisionContent = {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly source: string;
  readonly reason: string;
  /** Empty for the first. */
  readonly previousHash: string;
  /** The change set of which it is a step; null: none. */
  readonly changeSetId: number | null;
};

/** One row before and after, the rows as canonical JSON text; "null" where there is none. */
export type RecordedEntry = {
  readonly position: number;
  readonly entity: string;
  readonly key: string;
  readonly product: string | null;
  readonly channel: string | null;
  readonly before: string;
  readonly after: string;
};

/** An entry as canonical JSON (RFC 8785): the form in which it is hashed. */
export function entryText({ before, after, channel, entity, key, position, product }: RecordedEntry): string {
  const text = JSON.stringify({ channel, entity, key, position, product });
  return `{"after":${after},"before":${before},${text.slice(1)}`;
}

/**
 * The SHA-256, in hexadecimal, over a revision and its entries in order of position, one canonical JSON text a
 * line. As it includes the predecessor's hash, nothing before it can change unnoticed either.
 */
export function hashRevision(revision: RevisionContent, entries: Iterable<string>): string {
  const hash = revisionHash(revision);
  for (const entry of entries) hash.add(entry);
  return hash.digest();
}

/** As `hashRevision`, for entries that come one by one. */
export function revisionHash({ changeSetId, ...revision }: RevisionContent): {
  add: (entry: string) => void;
  digest: () => string;
} {
  const hash = createHash("sha256");
  // Revisions from before there were change sets keep their hashes.
  const link = changeSetId === null ? {} : { changeSetId };
  hash.update(canonicalize({ ...revision, ...link, at: revision.at.toISOString() }));
  return {
    add: (entry) => void hash.update(`\n${entry}`),
    digest: () => hash.digest("hex"),
  };
}
