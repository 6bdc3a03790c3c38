/** What of an ordered list is wanted. */
export type Page<Place = string> = {
  /** Only what comes after it; null: from the start. */
  readonly after: Place | null;
  /** How many at most; null: all. */
  readonly limit: number | null;
};

/** The first so many; `last` is the last of them where there are more. */
export function firstOf<Row>(
  rows: readonly Row[],
  limit: number | null,
): { readonly shown: Row[]; readonly last: Row | null } {
  if (limit === null || rows.length <= limit) return { shown: [...rows], last: null };
  return { shown: rows.slice(0, limit), last: rows[limit - 1] ?? null };
}
