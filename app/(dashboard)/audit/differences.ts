import type { BuildDifference } from "@/components/audit/difference-list";
import type { ShownEntry } from "@/components/audit/entry-diff";
import { actionOf } from "@/components/audit/words";
import type { NamedReleases } from "@/lib/rules/sentence";

import { inWords } from "../entries";

const most = 40;

type Difference = { entity: string; key: string; before: unknown; after: unknown };

/** Differing rows as pages show them: builds counted by release, and not more than can be read. */
export function toDifferences(
  rows: readonly Difference[],
  names: NamedReleases,
): { entries: ShownEntry[]; builds: BuildDifference[]; more: number } {
  const builds = new Map<string, BuildDifference>();
  for (const row of rows.filter(({ entity }) => entity === "build")) {
    const [release = row.key] = row.key.split("/");
    const action = actionOf(row);
    const known = builds.get(`${release} ${action}`);
    builds.set(`${release} ${action}`, { release, action, count: (known?.count ?? 0) + 1 });
  }
  const others = rows.filter(({ entity }) => entity !== "build");
  return {
    entries: others.slice(0, most).map((row) => inWords(row, names)),
    builds: [...builds.values()],
    more: Math.max(0, others.length - most),
  };
}
