import { z } from "zod";

import { causes, faultsInWords } from "./failure";
import { depths, fileUserSchema } from "./plan";

/** Something that was wrong, with some of the builds that it concerns. */
export const keptFailureSchema = z.strictObject({
  cause: z.enum(causes),
  detail: z.string(),
  url: z.string().nullable(),
  users: z.array(fileUserSchema),
  /** How many builds it concerns beside those. */
  more: z.int().min(0),
});
export type KeptFailure = z.infer<typeof keptFailureSchema>;

/** What came of the last verification of a release's files. */
export const verifiedSchema = z.strictObject({
  release: z.string(),
  at: z.date(),
  by: z.string(),
  depth: z.enum(depths),
  files: z.int(),
  /** How much was wrong; `failures` has the first of it. */
  failed: z.int(),
  failures: z.array(keptFailureSchema),
  /** Whether the release and its builds are still as they were verified. */
  isCurrent: z.boolean(),
});
export type Verified = z.infer<typeof verifiedSchema>;

/** Why a release may not be given to clients of a channel that wants it verified; null: it may. */
export function whyUnverified(
  verified: Pick<Verified, "at" | "failed" | "isCurrent"> | null,
  days: number,
  now: Date,
): string | null {
  if (!verified) return "its files were never verified";
  if (verified.failed > 0) {
    return `the last verification of its files found ${faultsInWords(verified.failed)}`;
  }
  if (!verified.isCurrent) return "it was changed since its files were verified";
  const age = (now.getTime() - verified.at.getTime()) / 86_400_000;
  return age > days ? `its files were last verified ${Math.floor(age)} days ago` : null;
}
