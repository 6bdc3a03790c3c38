import { createHash } from "node:crypto";

import { canonicalize } from "json-canonicalize";
import { z } from "zod";

import type { Operation } from "@/lib/changes/operation";

export const digestSchema = z.strictObject({ steps: z.string(), releases: z.record(z.string(), z.string()) });

/** What a sign-off holds for: the steps, and each release that they touch or map to as it was. */
export type Digest = z.infer<typeof digestSchema>;

/** @param releases name → a hash of what the release and its builds say */
export function digestOf(
  steps: readonly { readonly at: Date | null; readonly operations: readonly Operation[] | null }[],
  releases: ReadonlyMap<string, string>,
): Digest {
  const text = canonicalize(
    steps.map(({ at, operations }) => ({ at: at?.toISOString() ?? null, operations })),
  );
  return {
    steps: createHash("sha256").update(text).digest("hex"),
    releases: Object.fromEntries([...releases].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** What is no longer as it was when it was signed, in words; nothing: the sign-off holds. */
export function whatChanged(signed: Digest, now: Digest): string[] {
  const names = [...new Set([...Object.keys(signed.releases), ...Object.keys(now.releases)])].sort();
  return [
    ...(signed.steps === now.steps ? [] : ["the change set was edited after it was signed"]),
    ...names
      .filter((name) => signed.releases[name] !== now.releases[name])
      .map((name) => `release ${name} was edited after it was signed`),
  ];
}
