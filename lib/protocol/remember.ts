const kept = 4096;
/** In characters: hostile clients send whatever a request line can hold. */
const longestKept = 256;

/**
 * A pure function of something small that keeps its newest results: what clients say repeats, and reading it again
 * would cost as much as the rest of a request. Bounded, since hostile clients never repeat themselves.
 */
export function remember<Said, Result extends object | string>(
  read: (said: Said) => Result,
): (said: Said) => Result {
  const results = new Map<Said, Result>();
  return (said) => {
    const known = results.get(said);
    if (known !== undefined) return known;
    const result = read(said);
    if (typeof said === "string" && said.length > longestKept) return result;
    if (results.size >= kept) results.clear();
    results.set(detached(said), result);
    return result;
  };
}

/** A part of a longer text keeps all of that text in memory; a copy does not. */
export function detached<Said>(said: Said): Said {
  return typeof said === "string" ? (Buffer.from(said).toString() as Said) : said;
}
