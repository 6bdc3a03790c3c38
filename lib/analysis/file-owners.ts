import type { Snapshot } from "@/lib/decision/snapshot";
import type { Build } from "@/lib/releases/release";
import { compareVersionTexts } from "@/lib/versions/version";

import { applications, shippedAs, type Shipped } from "./shipped";

/** What a client really has after a build's complete file; null: what the build says. */
export type FileOwners = (build: Build) => Shipped | null;

/**
 * A file that several releases of different versions serve was made for one of them, the oldest, whatever the others
 * call it: who installs it has that version, and is offered the newer one again.
 */
export function fileOwners(snapshot: Snapshot, product: string): FileOwners {
  const { order } = snapshot.product(product);
  const owners = new Map<string, Shipped>();
  for (const release of applications(snapshot, product)) {
    for (const { buildTarget, locale, patches } of release.release.builds) {
      const build = release.build(buildTarget, locale);
      const shipped = build && shippedAs(release, build);
      const file = fileOf({ buildTarget, locale, patches });
      if (!shipped || file === null) continue;
      const known = owners.get(file);
      if (!known || isOlder(shipped, known)) owners.set(file, shipped);
    }
  }
  function isOlder(a: Shipped, b: Shipped): boolean {
    const difference = compareVersionTexts(a.version, b.version, order) ?? 0;
    return difference < 0 || (difference === 0 && a.buildID < b.buildID);
  }
  return (build) => {
    const file = fileOf(build);
    return file === null ? null : (owners.get(file) ?? null);
  };
}

/** A complete file by its hash: for everybody, and of this build target and locale. Null: it has none to tell by. */
function fileOf({
  buildTarget,
  locale,
  patches,
}: Pick<Build, "buildTarget" | "locale" | "patches">): string | null {
  const complete = patches.find(({ type, from }) => type === "complete" && from === "*");
  if (!complete || complete.hashValue === "") return null;
  return `${buildTarget}\n${locale}\n${complete.hashValue}`;
}
