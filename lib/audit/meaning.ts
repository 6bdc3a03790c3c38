/** Which way something goes: more clients or more freedom, fewer or less, neither, or not to be told. */
export type Direction = "more" | "less" | "neutral";

/** What a change of a row means, in words. */
export type Meaning = {
  readonly text: string;
  readonly direction: Direction;
  /** The field that it tells of; null: the row as a whole. */
  readonly field: string | null;
};

/** A release's version by its name, where it is known and has one. */
export type VersionOf = (release: string) => string | null;

export type Row = Readonly<Record<string, unknown>>;
