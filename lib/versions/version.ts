/** How the versions of a product compare: Mozilla's order, or loosely, by runs of digits and letters. */
export type VersionOrder = "mozilla" | "loose";

/** A version that was read: its numbers, then what makes it a prerelease of them. */
export type Version = {
  readonly numbers: readonly number[];
  /** Null for the release itself, which sorts after its prereleases. */
  readonly prerelease: readonly [text: string, number: number] | null;
};

const plain = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([a-zA-Z]+)(\d+))?\n?$/;
/** 1.5.0.12, 2.0.0.20: first, second and fourth count; the third was always one digit. */
const fourPart = /^(\d+)\.(\d+)\.\d\.(\d+)(?:([a-zA-Z]+)(\d+))?\n?$/;
const firstRapidRelease = 5;

/** Reads a version of Mozilla's order; null when it is none, e.g. "60", "60.0b1", "128.0esr". */
export function parseVersion(text: string): Version | null {
  const found = plain.exec(text) ?? fourPart.exec(text);
  if (!found) return null;
  const [, major = "", minor = "", patch = "0", letters, number] = found;
  const prerelease = letters === undefined ? null : ([letters, Number(number)] as const);
  if (prerelease && Number(major) >= firstRapidRelease && letters !== "a") return null;
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease };
}

/** Negative when `a` is older than `b`, 0 when they are equal, positive when it is newer. */
export function compareVersions(a: Version, b: Version): number {
  return compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePrereleases(a: Version["prerelease"], b: Version["prerelease"]): number {
  if (!a || !b) return Number(a === null) - Number(b === null);
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] - b[1];
}

export type LooseVersion = readonly (number | string)[];

/** Reads a version as runs of digits and of letters; null for the empty string. */
export function parseLooseVersion(text: string): LooseVersion | null {
  const parts = text.split(/(\d+|[a-z]+|\.)/).filter((part) => part !== "" && part !== ".");
  return parts.length === 0 ? null : parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** As `compareVersions`; null when a number would have to be compared with letters. A prefix sorts first. */
export function compareLooseVersions(a: LooseVersion, b: LooseVersion): number | null {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [x, y] = [a[i], b[i]] as [number | string, number | string];
    if (x === y) continue;
    if (typeof x !== typeof y) return null;
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/**
 * Compares two versions as they are written, in a product's order.
 *
 * @returns as `compareVersions`, or null when one of them cannot be read or they cannot be compared.
 */
export function compareVersionTexts(a: string, b: string, order: VersionOrder): number | null {
  if (order === "loose") {
    const [x, y] = [parseLooseVersion(a), parseLooseVersion(b)];
    return x && y && compareLooseVersions(x, y);
  }
  const [x, y] = [parseVersion(a), parseVersion(b)];
  return x && y && compareVersions(x, y);
}
