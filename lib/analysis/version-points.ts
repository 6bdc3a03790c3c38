import { splitComparison } from "@/lib/rules/comparison";
import {
  compareVersions,
  parseLooseVersion,
  parseVersion,
  type Version,
  type VersionOrder,
} from "@/lib/versions/version";

/** A version that no order can read: it meets no condition on versions. */
export const unreadableVersion = ".";

const firstRapidRelease = 5;

/**
 * Versions of every kind that conditions can tell apart: whatever version a client has, one of these meets exactly
 * the same of the given conditions.
 */
export function versionPoints(conditions: readonly string[], order: VersionOrder): string[] {
  const items = [...new Set(conditions.flatMap((text) => text.split(",")))];
  const points = order === "loose" ? loosePoints(items) : mozillaPoints(items);
  return [unreadableVersion, ...points];
}

/** Where an item's truth can change, each point's direct successor, and the lowest version of all. */
function mozillaPoints(items: readonly string[]): string[] {
  const bounds = items.flatMap(boundsOf);
  const points = [lowest(0, 0, 0), ...bounds, ...bounds.map(successor)].sort(compareVersions);
  return [...new Set(points.map(textOf))];
}

function boundsOf(item: string): Version[] {
  const glob = /^(\d+)(?:\.(\d+))?\.\*$/.exec(item) as readonly (string | undefined)[] | null;
  if (!glob) {
    const bound = parseVersion(splitComparison(item).operand);
    return bound ? [bound] : [];
  }
  const major = Number(glob[1]);
  if (glob[2] === undefined) return [lowest(major, 0, 0), lowest(major + 1, 0, 0)];
  const minor = Number(glob[2]);
  return [
    lowest(major, minor, 0),
    { numbers: [major, minor, 0], prerelease: null },
    lowest(major, minor + 1, 0),
  ];
}

/** The first prerelease of a version; before version 5 they may have any letters. */
function lowest(major: number, minor: number, patch: number): Version {
  return { numbers: [major, minor, patch], prerelease: [major < firstRapidRelease ? "A" : "a", 0] };
}

function successor({ numbers: [major = 0, minor = 0, patch = 0], prerelease }: Version): Version {
  if (prerelease === null) return lowest(major, minor, patch + 1);
  const [letters, number] = prerelease;
  return { numbers: [major, minor, patch], prerelease: [letters, number + 1] };
}

function textOf({ numbers, prerelease }: Version): string {
  return numbers.join(".") + (prerelease === null ? "" : prerelease.join(""));
}

type Part = number | string;

/** Sorts before every string that a condition can have, and after every one that it is appended to. */
const least = "!";

/**
 * The bounds form a tree of parts. A version follows it for a while and leaves it at some part, which lies between
 * two of the tree's, or ends: there is one point for each place to leave.
 */
function loosePoints(items: readonly string[]): string[] {
  const nodes = new Map<string, { path: Part[]; children: Set<Part> }>();
  for (const item of items) {
    const parts = parseLooseVersion(splitComparison(item).operand) ?? [];
    for (let length = 0; length <= parts.length; length++) {
      const path = parts.slice(0, length);
      const key = JSON.stringify(path);
      const node = nodes.get(key) ?? { path, children: new Set() };
      const next = parts[length];
      if (next !== undefined) node.children.add(next);
      nodes.set(key, node);
    }
  }
  return [...nodes.values()].flatMap(({ path, children }) => {
    const next = [0, least, ...[...children].map(after)];
    return [path, ...next.map((part) => [...path, part])].filter(({ length }) => length > 0).map(joined);
  });
}

function after(part: Part): Part {
  if (typeof part === "number") return part + 1;
  return part + (/^[a-z]+$/.test(part) ? "a" : least);
}

function joined(path: readonly Part[]): string {
  return path.join(".");
}
