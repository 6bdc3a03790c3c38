import type { z } from "zod";

import type { Place } from "./finding";

type Path = readonly PropertyKey[];

/** The length of the prefix of a path that can be left out alone, e.g. one build; null: all or nothing. */
type Separable = (path: Path) => number | null;

type Issue = { readonly path: Path; readonly message: string };

/**
 * Reads a part of Balrog's data. What cannot be read is reported, and left out as far as it is separable.
 *
 * @param whole what is lost when the fault is not in a separable part, e.g. "The release is left out".
 * @returns null when the part cannot be read even without its separable parts.
 */
export function readPart<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: Place,
  { whole, separable = () => null }: { whole: string; separable?: Separable },
): z.infer<Schema> | null {
  const read = schema.safeParse(value);
  if (read.success) {
    reportUnknown(value, read.data, place);
    return read.data;
  }
  const issues = flatten(read.error.issues);
  const lost = issues.map((issue) => separable(issue.path));
  for (const [i, issue] of issues.entries()) {
    const length = lost[i] ?? null;
    const consequence = length === null ? whole : `${named(issue.path.slice(0, length))} is left out`;
    report(issue, value, place, consequence);
  }
  if (lost.includes(null)) return null;
  const rest = without(
    value,
    issues.map(({ path }, i) => path.slice(0, lost[i] ?? 0)),
  );
  return readPart(schema, rest, place, { whole, separable });
}

/** Of a union that failed, the alternative that came closest says more than "invalid input". */
function flatten(issues: readonly z.core.$ZodIssue[]): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    if (issue.code !== "invalid_union" || issue.message !== "Invalid input") return [issue];
    const deepest = issue.errors.map(flatten).sort((a, b) => depth(b) - depth(a))[0] ?? [];
    return deepest.length === 0
      ? [issue]
      : deepest.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
  });
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function report(issue: Issue, value: unknown, place: Place, consequence: string): void {
  const field = String(issue.path.at(-1) ?? "the document");
  const where = place.inside(...issue.path);
  if (issue.path.length > 0 && at(value, issue.path) === undefined) {
    where.error(`${field} is missing`, `Add ${field}`, consequence);
  } else {
    where.error(`${field}: ${issue.message}`, `Correct ${field}`, consequence);
  }
}

function named(path: Path): string {
  return path.slice(1).map(String).join(" / ");
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) => (typeof part === "object" && part !== null ? Reflect.get(part, key) : undefined),
    value,
  );
}

function without(value: unknown, paths: readonly Path[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const path of paths) {
    const parent = at(copy, path.slice(0, -1)) as Record<PropertyKey, unknown>;
    Reflect.deleteProperty(parent, path.at(-1) ?? "");
  }
  return copy;
}

/** Keys that the schema does not know are dropped by reading; nobody may wonder later where they went. */
function reportUnknown(value: unknown, read: unknown, place: Place): void {
  if (typeof value !== "object" || value === null || typeof read !== "object" || read === null) return;
  for (const [key, part] of Object.entries(value)) {
    const where = place.inside(key);
    if (!(key in read)) {
      where.warning(`${key} is not known here`, "Make sure that nothing depends on it", "It is ignored");
    } else reportUnknown(part, Reflect.get(read, key), where);
  }
}
