/** Every way in which a caller is refused; each transport maps these once to its own terms. */
export type RefusalCode =
  | "malformed"
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "needs-sign-off"
  | "too-large"
  | "limited"
  | "unavailable";

/** What is wrong with one part of an input, and how to mend it. */
export type InputError = {
  /** A JSON pointer (RFC 6901) into the input; empty for the whole of it. */
  readonly pointer: string;
  readonly detail: string;
  /** What its author has to accept for this to pass; absent: it can't. */
  readonly acceptable?: string;
};

/** A row that moved on since the author of a change saw it. */
export type Conflict = {
  readonly entity: string;
  readonly key: string;
  /** The row as the author saw it; absent when the audit does not reach back to it. */
  readonly base?: unknown;
  /** The row as it is now; null when it was deleted. */
  readonly theirs: unknown;
  /** The fields that the author sets, or null where the author deletes the row. */
  readonly mine: unknown;
};

/** So many people still have to sign in a role. */
export type MissingSignOff = {
  readonly role: string;
  /** The product for which they hold it; null: for all of them. */
  readonly product: string | null;
  readonly count: number;
  /** The keys of the policies that ask for it. */
  readonly because: readonly string[];
};

type RefusalDetails = {
  readonly errors?: readonly InputError[];
  readonly conflicts?: readonly Conflict[];
  /** Seconds until another attempt makes sense. */
  readonly retryAfter?: number;
  readonly missing?: readonly MissingSignOff[];
};

/**
 * Thrown when a caller is refused for a reason that may be told.
 * Anything else that is thrown is a defect, logged once at the edge.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly errors: readonly InputError[];
  readonly conflicts: readonly Conflict[];
  readonly retryAfter: number | null;
  /** Of "needs-sign-off": who has to sign. */
  readonly missing: readonly MissingSignOff[];

  constructor(
    readonly code: RefusalCode,
    message: string,
    { errors = [], conflicts = [], missing = [], retryAfter }: RefusalDetails = {},
  ) {
    super(message);
    this.errors = errors;
    this.conflicts = conflicts;
    this.retryAfter = retryAfter ?? null;
    this.missing = missing;
  }
}
