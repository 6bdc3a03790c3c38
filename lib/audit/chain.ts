import { createHash } from "node:crypto";

import { canonicalize } from "json-canonicalize";

export const sources = ["ui", "api", "cli", "seed", "system"] as const;

/** Through which door a change came. */
export type Source = (typeof sources)[number];

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
export function hashRevision(
  { changeSetId, ...revision }: RevisionContent,
  entries: Iterable<string>,
): string {
  const hash = createHash("sha256");
  // Revisions from before there were change sets keep their hashes.
  const link = changeSetId === null ? {} : { changeSetId };
  hash.update(canonicalize({ ...revision, ...link, at: revision.at.toISOString() }));
  for (const entry of entries) hash.update("\n").update(entry);
  return hash.digest("hex");
}
