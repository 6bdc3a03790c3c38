const kept = 4096;

/**
 * A pure function of a text that keeps its newest results: what clients say repeats, and reading it again
 * would cost as much as the rest of a request. Bounded, since hostile clients never repeat themselves.
 */
export function remember<Result extends object>(read: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known) return known;
    const result = read(text);
    if (results.size >= kept) results.clear();
    results.set(text, result);
    return result;
  };
}
