import { z } from "zod";

import { isObject } from "./dump";

/** Answers of Balrog's public API, as far as an import has to read them on the way. */
export const liveReleases = z.object({
  releases: z.array(
    z.looseObject({
      name: z.string().min(1),
      product: z.string().nullish(),
      data_version: z.int(),
      read_only: z.boolean().nullish(),
    }),
  ),
});
export const liveRules = z.object({ count: z.int(), rules: z.array(z.looseObject({ rule_id: z.int() })) });
export const liveRevisions = z.object({ rules: z.array(z.record(z.string(), z.unknown())) });

/** A release as it is kept between imports: a row of Balrog's with its blob. */
export const keptRelease = z.looseObject({
  name: z.string(),
  data_version: z.int(),
  read_only: z.boolean().nullish(),
  blob: z.record(z.string(), z.unknown()),
});

export type LiveRelease = z.infer<typeof liveReleases>["releases"][number];
export type LiveRule = z.infer<typeof liveRules>["rules"][number];
export type KeptRelease = z.infer<typeof keptRelease>;

/** Releases that rules name. */
export function namesInRules(rules: readonly LiveRule[]): string[] {
  return rules.flatMap(({ mapping, fallbackMapping }) =>
    [mapping, fallbackMapping].filter((name): name is string => typeof name === "string" && name !== ""),
  );
}

/** Releases that a blob leans on: those that its partials start from, and those of a bundle. */
export function namesInBlob(blob: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value)) {
      const { from } = value;
      if (typeof from === "string" && from !== "*") found.add(from);
      Object.values(value).forEach(look);
    }
  };
  look(blob);
  const members = isObject(blob) && Array.isArray(blob["blobs"]) ? blob["blobs"] : [];
  for (const name of members) if (typeof name === "string") found.add(name);
  return [...found];
}

/** What tells nothing of the rule itself. */
const unsaid: ReadonlySet<string> = new Set([
  "change_id",
  "timestamp",
  "changed_by",
  "data_version",
  "rule_id",
  "id",
]);

/**
 * A rule's comment with its last changes in Balrog below, the newest first.
 *
 * @param revisions the newest first; of the oldest it is not known what it changed, so that it tells nothing
 */
export function withHistory(
  comment: unknown,
  revisions: readonly Readonly<Record<string, unknown>>[],
): string {
  const lines = revisions.slice(0, -1).flatMap((revision, index) => {
    const changes = describeChanges(revisions[index + 1] ?? {}, revision);
    return changes === "" ? [] : [`${when(revision)} ${say(revision["changed_by"])}: ${changes}`];
  });
  const own = typeof comment === "string" ? comment : "";
  if (lines.length === 0) return own;
  return [...(own === "" ? [] : [own, ""]), "Changed in Balrog:", ...lines].join("\n");
}

function when({ timestamp }: Readonly<Record<string, unknown>>): string {
  const time = new Date(Number(timestamp));
  return Number.isNaN(time.getTime())
    ? "at some time"
    : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function describeChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string {
  return Object.keys(after)
    .filter((name) => !unsaid.has(name) && say(before[name]) !== say(after[name]))
    .sort()
    .map((name) => `${name} ${say(before[name])} → ${say(after[name])}`)
    .join(", ");
}

function say(value: unknown): string {
  if (value === null || value === undefined || value === "") return "(none)";
  return typeof value === "string" ? value : JSON.stringify(value);
}
