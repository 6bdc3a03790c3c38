import { z } from "zod";

import type { Caching } from "@/lib/caching/caching";
import { readSettings } from "@/lib/env";

const year = 31_536_000;

const seconds = (name: string) =>
  z.coerce
    .number(`${name} must be a number of seconds`)
    .int(`${name} must be a whole number of seconds`)
    .min(0, `${name} must be at least 0`)
    .max(year, `${name} must be at most ${year}`);

const oneOf = <const Names extends readonly [string, ...string[]]>(name: string, names: Names) =>
  z.enum(names, `${name} must be one of: ${names.join(", ")}`);

const schema = z.object({
  AUS_MAX_AGE_NOTHING: seconds("AUS_MAX_AGE_NOTHING").optional(),
  AUS_MAX_AGE_SHUT_OFF: seconds("AUS_MAX_AGE_SHUT_OFF").optional(),
  AUS_SHARED_MAX_AGE: seconds("AUS_SHARED_MAX_AGE").optional(),
  AUS_STALE: seconds("AUS_STALE").default(0),
  AUS_CACHE_KEYS: oneOf("AUS_CACHE_KEYS", ["off", "surrogate-key", "cache-tag", "both"]).default("both"),
  /** A file of JSON: see docs/operations.md. */
  AUS_SIGNING: z.string().min(1).optional(),
  AUS_METRICS: oneOf("AUS_METRICS", ["off", "near", "on"]).default("near"),
});

export type HttpSettings = {
  readonly caching: Caching;
  /** The file that says with what answers are signed; null: they are not. */
  readonly signing: string | null;
  /** Who may read the metrics: nobody, whoever asks from a private address and through no proxy, or everybody. */
  readonly metrics: "off" | "near" | "on";
};

/** @throws an Error that names every unusable setting and its remedy */
export function httpSettings(): HttpSettings {
  const settings = readSettings(schema);
  return {
    caching: {
      maxAgeNothing: settings.AUS_MAX_AGE_NOTHING ?? null,
      maxAgeShutOff: settings.AUS_MAX_AGE_SHUT_OFF ?? null,
      sharedMaxAge: settings.AUS_SHARED_MAX_AGE ?? null,
      stale: settings.AUS_STALE,
      keys: settings.AUS_CACHE_KEYS,
    },
    signing: settings.AUS_SIGNING ?? null,
    metrics: settings.AUS_METRICS,
  };
}
