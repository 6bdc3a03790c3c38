import type { AttributeGroup } from "@/lib/releases/release";
import { parseBuildIDCondition, splitComparison } from "@/lib/rules/comparison";
import type { RuleFields } from "@/lib/rules/rule";
import { parseVersionCondition } from "@/lib/rules/version-condition";
import { parseLooseVersion, parseVersion, type VersionOrder } from "@/lib/versions/version";

// Conditions that might meet count as meeting: a warning too many is read, one too few is not.

type Meet = (a: string, b: string, order: VersionOrder) => boolean;

const byName: readonly (readonly [keyof RuleFields, Meet])[] = [
  ["product", equal],
  ["buildTarget", equal],
  ["headerArchitecture", equal],
  ["distVersion", equal],
  ["channel", channelsMeet],
  ["locale", listsMeet],
  ["distribution", listsMeet],
  ["instructionSet", listsMeet],
  ["version", versionsMeet],
  ["buildID", buildIDsMeet],
];

/** Whether one client could match both rules. */
export function rulesMeet(a: RuleFields, b: RuleFields, order: VersionOrder): boolean {
  const flags = (["mig64", "jaws"] as const).every(
    (name) => areOpen(a[name], b[name]) || a[name] === b[name],
  );
  return (
    flags &&
    byName.every(([name, meet]) => {
      const [x, y] = [a[name], b[name]];
      return typeof x !== "string" || typeof y !== "string" || meet(x, y, order);
    })
  );
}

function areOpen(a: boolean | null, b: boolean | null): boolean {
  return a === null || b === null;
}

/** Whether one client could be given both groups of attributes. */
export function groupsMeet(a: AttributeGroup["for"], b: AttributeGroup["for"], order: VersionOrder): boolean {
  return (
    anyMeet(a.channels, b.channels, channelsMeet, order) &&
    anyMeet(a.locales, b.locales, equal, order) &&
    anyMeet(a.versions, b.versions, versionsMeet, order) &&
    anyMeet(a.buildIDs, b.buildIDs, buildIDsMeet, order)
  );
}

function anyMeet(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
  meet: Meet,
  order: VersionOrder,
): boolean {
  return !a || !b || a.some((x) => b.some((y) => meet(x, y, order)));
}

function equal(a: string, b: string): boolean {
  return a === b;
}

function listsMeet(a: string, b: string): boolean {
  const items = new Set(a.split(","));
  return b.split(",").some((item) => items.has(item));
}

/** A channel also stands for those that fall back to it: "release" for "release-cck-partner". */
export function channelsMeet(a: string, b: string): boolean {
  const [x, y] = [a, b].map((channel) => channel.replace(/\*$/, "")) as [string, string];
  if (x === y) return true;
  const [short, long, pattern] = x.length < y.length ? [x, y, a] : [y, x, b];
  if (!long.startsWith(short)) return false;
  const rest = long.slice(short.length);
  const isPrefix = (x.length < y.length ? b : a).endsWith("*");
  return pattern.endsWith("*") || rest.startsWith("-cck-") || (isPrefix && "-cck-".startsWith(rest));
}

function versionsMeet(a: string, b: string, order: VersionOrder): boolean {
  const [matchesA, matchesB] = [parsed(a, order), parsed(b, order)];
  if (!matchesA || !matchesB) return true;
  return [...`${a},${b}`.split(",")].flatMap(versionsAround).some((text) => {
    const version = { mozilla: parseVersion(text), loose: parseLooseVersion(text) };
    return matchesA(version) && matchesB(version);
  });
}

function parsed(text: string, order: VersionOrder) {
  try {
    return parseVersionCondition(text, order);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Versions at a bound, just above and just below it: if two conditions meet at all, they meet at one of these. */
function versionsAround(item: string): string[] {
  const { operand } = splitComparison(item);
  const numbers = operand.replace(/\.\*$/, "").split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers;
  const exact = [major, minor, patch].join(".");
  const below =
    patch > 0 ? [major, minor, patch - 1] : minor > 0 ? [major, minor - 1, 99] : [major - 1, 99, 99];
  return [operand, exact, `${exact}a1`, `${major}.${minor}.${patch + 1}`, below.join(".")];
}

function buildIDsMeet(a: string, b: string): boolean {
  try {
    const [matchesA, matchesB] = [parseBuildIDCondition(a), parseBuildIDCondition(b)];
    const samples = [a, b].flatMap((text) => {
      const { operand } = splitComparison(text);
      return [operand, `${operand}0`, operand.slice(0, -1)];
    });
    return samples.some((sample) => matchesA(sample) && matchesB(sample));
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}
