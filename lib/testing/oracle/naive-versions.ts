// Written from the protocol alone, as plainly as can be, so that it shares no mistake with the code it judges.

const width = 12;

/** A text that sorts as Mozilla's versions do; null for what is none. */
export function sortKey(version: string): string | null {
  const found = /^(\d+)\.(\d+)((?:\.\d+){0,2})([a-z]+\d+)?$/i.exec(version);
  if (!found) return null;
  const [, major = "", minor = "", rest = "", prerelease] = found;
  if (Number(major) >= 5 && prerelease !== undefined && !/^a\d+$/.test(prerelease)) return null;
  const patch = patchOf(rest);
  if (patch === null) return null;
  const numbers = [major, minor, patch].map((part) => String(Number(part)).padStart(width, "0"));
  return [...numbers, prereleaseKey(prerelease)].join(".");
}

/** The third part, or the fourth after a third of one digit. */
function patchOf(rest: string): string | null {
  const [third, fourth] = rest.split(".").slice(1);
  if (fourth === undefined) return third ?? "0";
  return third?.length === 1 ? fourth : null;
}

/** "~" sorts after every letter. */
function prereleaseKey(prerelease: string | undefined): string {
  if (prerelease === undefined) return "~";
  const letters = prerelease.replace(/\d+$/, "");
  return `${letters}!${prerelease.slice(letters.length).padStart(width, "0")}`;
}

/** -1, 0 or 1; null where either cannot be read, or they cannot be compared. */
export function compare(a: string, b: string, loose: boolean): number | null {
  if (loose) return compareRuns(runsOf(a), runsOf(b));
  const [x, y] = [sortKey(a), sortKey(b)];
  if (x === null || y === null) return null;
  return x < y ? -1 : x > y ? 1 : 0;
}

function runsOf(version: string): string[] {
  return version.match(/\d+|[a-z]+|[^\da-z.]+/g) ?? [];
}

function compareRuns(a: readonly string[], b: readonly string[]): number | null {
  const [x, y] = [a[0], b[0]];
  if (x === undefined || y === undefined) return Math.sign(a.length - b.length);
  const numbers = [x, y].filter((run) => /^\d/.test(run)).length;
  if (numbers === 1) return null;
  const order = numbers === 2 ? Math.sign(Number(x) - Number(y)) : x < y ? -1 : x > y ? 1 : 0;
  return order === 0 ? compareRuns(a.slice(1), b.slice(1)) : order;
}

/** One item of a version condition. */
export function matchesVersionItem(item: string, version: string, loose: boolean): boolean {
  if (!loose && item.endsWith("*")) return matchesGlob(item, version);
  const operator = /^[<>]=?/.exec(item)?.[0] ?? "=";
  const order = compare(version, item.replace(/^[<>]=?/, ""), loose);
  const signs = order === null ? "" : ["<", "=", ">"][order + 1];
  return signs !== "" && operator.includes(signs ?? "");
}

/** `60.*` and `60.0.*`; of a prerelease of 60.0 itself only the first. */
function matchesGlob(item: string, version: string): boolean {
  const [major, minor, patch, prerelease] = sortKey(version)?.split(".") ?? [];
  const [wantedMajor, wantedMinor] = item.split(".");
  if (major === undefined || Number(major) !== Number(wantedMajor)) return false;
  if (wantedMinor === "*") return true;
  const beforeAll = Number(patch) === 0 && prerelease !== "~";
  return Number(minor) === Number(wantedMinor) && !beforeAll;
}
