import { LRUCache } from "lru-cache";

/**
 * Work that is begun once for each key, however many ask for it at the same time, and whose results are kept: the
 * latest `max`, for `ttl` milliseconds. What fails is begun anew by whoever asks next.
 */
export function keptWork<T extends object>(limits: {
  readonly max: number;
  readonly ttl?: number;
}): (key: string, work: () => Promise<T>) => Promise<T> {
  const kept = new LRUCache<string, Promise<T>>(limits);
  return (key, work) => {
    const known = kept.get(key);
    if (known) return known;
    const begun = work();
    kept.set(key, begun);
    begun.catch(() => {
      if (kept.peek(key) === begun) kept.delete(key);
    });
    return begun;
  };
}
