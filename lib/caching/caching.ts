import type { Outcome } from "@/lib/decision/decision";

/** What caches are told, beside for how long they may keep offers. Ages are in seconds. */
export type Caching = {
  /** For "no update"; null: as for offers. */
  readonly maxAgeNothing: number | null;
  /** For "no update" because of a shut-off; null: as for any "no update". */
  readonly maxAgeShutOff: number | null;
  /** For caches that many clients share; null: as for all. */
  readonly sharedMaxAge: number | null;
  /** For how long beyond that a cache may answer while it asks, or when it gets no answer; 0: not at all. */
  readonly stale: number;
  readonly keys: KeyHeaders;
};

/** In which headers the keys of an answer are told. */
export type KeyHeaders = "off" | "surrogate-key" | "cache-tag" | "both";

export const plainCaching: Caching = {
  maxAgeNothing: null,
  maxAgeShutOff: null,
  sharedMaxAge: null,
  stale: 0,
  keys: "off",
};

/** @param isPrivate true: only the client itself may keep it */
export function cacheControl(
  outcome: Outcome,
  isPrivate: boolean,
  { maxAge, caching }: { maxAge: number; caching: Caching },
): string {
  const age = ageOf(outcome, maxAge, caching);
  if (isPrivate) return `private, max-age=${age}`;
  const { sharedMaxAge, stale } = caching;
  return [
    `public, max-age=${age}`,
    ...(sharedMaxAge === null ? [] : [`s-maxage=${sharedMaxAge}`]),
    ...(stale === 0 ? [] : [`stale-while-revalidate=${stale}`, `stale-if-error=${stale}`]),
  ].join(", ");
}

function ageOf(outcome: Outcome, maxAge: number, { maxAgeNothing, maxAgeShutOff }: Caching): number {
  if (outcome.kind !== "nothing") return maxAge;
  const nothing = maxAgeNothing ?? maxAge;
  return outcome.reason === "shut off" ? (maxAgeShutOff ?? nothing) : nothing;
}

/** Name, value, name, value … */
export function keyHeaders(headers: KeyHeaders, keys: readonly string[]): string[] {
  return [
    ...(headers === "surrogate-key" || headers === "both" ? ["Surrogate-Key", keys.join(" ")] : []),
    ...(headers === "cache-tag" || headers === "both" ? ["Cache-Tag", keys.join(",")] : []),
  ];
}
