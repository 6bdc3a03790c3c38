import type { RowChange } from "@/lib/changes/row";
import type { Pin } from "@/lib/configuration/configuration";
import { listChannels } from "@/lib/configuration/store";
import type { Db } from "@/lib/db/client";
import type { ReleaseKind } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";

import { newlyMapped, type NewlyMapped } from "./newly-mapped";
import { findVerified } from "./store";
import { whyUnverified } from "./verified";

/** What a change needs to be judged: rules and pins before it, and what releases are. */
export type Judged = {
  readonly rules: Iterable<Rule>;
  readonly pins: Iterable<Pin>;
  readonly kindOf: (release: string) => ReleaseKind | undefined;
};

export type Unverified = NewlyMapped & { readonly detail: string };

/** Releases without files of their own. */
const fileless: ReadonlySet<ReleaseKind> = new Set(["desupport", "bundle"]);

/** Releases that a change newly gives to clients of channels that want them verified first, and that are not. */
export async function findUnverified(
  db: Db,
  changes: readonly RowChange[],
  { kindOf, ...before }: Judged,
): Promise<Unverified[]> {
  if (!changes.some(({ entity }) => entity === "rule" || entity === "pin")) return [];
  const channels = (await listChannels(db)).filter(({ verifyBeforeEnact }) => verifyBeforeEnact === "files");
  if (channels.length === 0) return [];
  const mapped = newlyMapped(changes, before, channels).filter(
    ({ release }) => !fileless.has(kindOf(release) ?? "application"),
  );
  const verified = await findVerified(
    db,
    mapped.map(({ release }) => release),
  );
  const touched = new Set(changes.flatMap(releaseTouched));
  const now = new Date();
  return mapped.flatMap((one) => {
    const { release, channel } = one;
    const why = touched.has(release)
      ? "the same change alters it"
      : whyUnverified(verified.get(release) ?? null, channel.verifiedWithinDays, now);
    if (why === null) return [];
    const days = channel.verifiedWithinDays === 1 ? "a day" : `${channel.verifiedWithinDays} days`;
    const detail = `"${release}" may not be given to clients of ${channel.product} on ${channel.name} yet: ${why}. Have its files verified, as they are now, within ${days} before: on the page of the release, or with POST /api/v1/releases/${encodeURIComponent(release)}/verification`;
    return [{ ...one, detail }];
  });
}

function releaseTouched({ entity, key, before, after }: RowChange): string[] {
  if (entity === "build") return [(after ?? before)?.release ?? ""];
  const isContent = entity === "release" && after !== null;
  return isContent && JSON.stringify(before?.content) !== JSON.stringify(after.content) ? [key] : [];
}
