import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { releaseVersion, type Release } from "@/lib/releases/release";
import { compareVersionTexts, type VersionOrder } from "@/lib/versions/version";

/** The version as people know it, "99.0b5" rather than "99.0"; null for what has none. */
export function shownVersion(release: Pick<Release, "content">): string | null {
  const { content } = release;
  const shown = content.kind === "application" ? content.attributes["displayVersion"] : undefined;
  return shown ?? releaseVersion(release);
}

/** By product, and there the newest first: by version, then by build ID, then by name. */
export function orderReleases(
  releases: readonly ConfiguredRelease[],
  orderOf: (product: string) => VersionOrder,
): ConfiguredRelease[] {
  const keyed = releases.map((release) => ({ release, ...keyOf(release) }));
  return keyed
    .sort(
      (a, b) =>
        a.release.product.localeCompare(b.release.product) ||
        compareKeys(b, a, orderOf(a.release.product)) ||
        b.release.name.localeCompare(a.release.name),
    )
    .map(({ release }) => release);
}

type Key = { version: string | null; buildID: string };

function keyOf(release: ConfiguredRelease): Key {
  return { version: releaseVersion(release), buildID: release.builds[0]?.buildID ?? "" };
}

/** Releases without a version, such as nightlies that leave it to their builds, come last. */
function compareKeys(a: Key, b: Key, order: VersionOrder): number {
  if (a.version === null || b.version === null) {
    return Number(a.version !== null) - Number(b.version !== null) || compareTexts(a.buildID, b.buildID);
  }
  const difference = compareVersionTexts(a.version, b.version, order) ?? 0;
  return difference === 0 ? compareTexts(a.buildID, b.buildID) : difference;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * The release that a release follows: the one that its partials lead from most recently, else the next older of
 * the same product that shares a build with it.
 *
 * @param ordered as `orderReleases` gives them
 */
export function previousRelease(
  release: ConfiguredRelease,
  ordered: readonly ConfiguredRelease[],
): ConfiguredRelease | null {
  if (release.content.kind !== "application") return null;
  const older = ordered
    .slice(ordered.findIndex(({ name }) => name === release.name) + 1)
    .filter(({ product, content }) => product === release.product && content.kind === "application");
  const sources = new Set(
    release.builds.flatMap(({ patches }) =>
      patches.filter(({ type }) => type === "partial").map(({ from }) => from),
    ),
  );
  const places = new Set(release.builds.map(placeOf));
  return (
    older.find(({ name }) => sources.has(name)) ??
    older.find(({ builds }) => builds.some((build) => places.has(placeOf(build)))) ??
    null
  );
}

function placeOf({ buildTarget, locale }: ConfiguredRelease["builds"][number]): string {
  return `${buildTarget} ${locale}`;
}
