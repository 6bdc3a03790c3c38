import { groupBy } from "./group-by";

/** A client state as rules tell states apart, within one product and channel. */
export type Point = {
  readonly version: string;
  readonly buildTarget: string;
  readonly buildID: string;
  readonly locale: string;
};

/** The conditions of a rule on those. Null: any. */
export type Region = {
  readonly versions: readonly string[];
  readonly buildTarget: string | null;
  /** An equality, or a bound such as "<=20101130064313". */
  readonly buildID: string | null;
  readonly locales: readonly string[] | null;
};

export function contains(region: Region, point: Point): boolean {
  return (
    region.versions.includes(point.version) &&
    (region.buildTarget === null || region.buildTarget === point.buildTarget) &&
    (region.locales?.includes(point.locale) ?? true) &&
    (region.buildID === null || isWithin(region.buildID, point.buildID))
  );
}

/** Build IDs compare as strings, as rules compare them. */
function isWithin(condition: string, buildID: string): boolean {
  if (condition.startsWith("<=")) return buildID <= condition.slice(2);
  if (condition.startsWith(">=")) return buildID >= condition.slice(2);
  return buildID === condition;
}

/** Beyond this many points the ways to split are not all tried. */
const thoroughUpTo = 60;

/** Few regions that hold all of `points` and none of `others`. */
export function cover(points: readonly Point[], others: readonly Point[]): Region[] {
  const near = others.filter(({ version }) => points.some((point) => point.version === version));
  const whole = regionsAround(points).find((region) => !near.some((point) => contains(region, point)));
  if (whole) return [whole];
  let best: Region[] | null = null;
  for (const attribute of ["version", "buildTarget", "locale", "buildID"] as const) {
    const parts = [...groupBy(points, (point) => point[attribute]).values()];
    if (parts.length === 1) continue;
    const regions = joinLocales(
      parts.flatMap((part) => cover(part, near)),
      near,
    );
    if (best === null || regions.length < best.length) best = regions;
    if (points.length > thoroughUpTo) break;
  }
  // Points that no condition tells apart: whoever checks the answers will find out.
  return best ?? regionsAround(points).slice(0, 1);
}

/** The regions that hold all of these points, the least conditions first. */
function regionsAround(points: readonly Point[]): Region[] {
  const values = (attribute: keyof Point) => [...new Set(points.map((point) => point[attribute]))].sort();
  const versions = values("version");
  const targets = values("buildTarget");
  const buildIDs = values("buildID");
  const buildTarget = targets.length === 1 ? [null, targets[0] ?? null] : [null];
  const buildID =
    buildIDs.length === 1
      ? [null, buildIDs[0] ?? null]
      : [null, `<=${buildIDs.at(-1) ?? ""}`, `>=${buildIDs[0] ?? ""}`];
  const regions: Region[] = [];
  for (const locales of [null, values("locale")]) {
    for (const target of buildTarget) {
      for (const id of buildID) regions.push({ versions, buildTarget: target, buildID: id, locales });
    }
  }
  return regions.sort((a, b) => conditionCount(a) - conditionCount(b));
}

function conditionCount({ buildTarget, buildID, locales }: Region): number {
  // A build ID says least to people, and is the first to be out of date.
  return (locales ? 1 : 0) + (buildTarget === null ? 0 : 1) + (buildID === null ? 0 : 1.5);
}

/** Regions that differ in their locales or versions only become one, where that takes in nothing else. */
function joinLocales(regions: readonly Region[], others: readonly Point[]): Region[] {
  const joined: Region[] = [];
  for (const region of regions) {
    const at = joined.findIndex((other) => union(other, region, others) !== null);
    const known = joined[at];
    const both = known && union(known, region, others);
    if (both) joined[at] = both;
    else joined.push(region);
  }
  return joined;
}

function union(a: Region, b: Region, others: readonly Point[]): Region | null {
  if (a.buildTarget !== b.buildTarget || a.buildID !== b.buildID) return null;
  if ((a.locales === null) !== (b.locales === null)) return null;
  const both = {
    ...a,
    versions: [...new Set([...a.versions, ...b.versions])].sort(),
    locales: a.locales && [...new Set([...a.locales, ...(b.locales ?? [])])].sort(),
  };
  return others.some((point) => contains(both, point)) ? null : both;
}
