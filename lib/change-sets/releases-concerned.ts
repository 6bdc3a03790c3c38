import type { RowChange } from "@/lib/changes/row";

/** The releases that changed rows are, belong to, or map to. */
export function releasesConcerned(changes: readonly RowChange[]): string[] {
  return [...new Set(changes.flatMap(releasesOf).filter((name) => name !== null))].sort();
}

function releasesOf(change: RowChange): (string | null)[] {
  switch (change.entity) {
    case "rule":
      return [change.before, change.after].flatMap((row) => (row ? [row.mapping, row.fallbackMapping] : []));
    case "pin":
      return [change.before, change.after].map((row) => row?.mapping ?? null);
    case "build":
      return [(change.after ?? change.before)?.release ?? null];
    case "release":
      return [change.key, ...(change.after?.content.kind === "bundle" ? change.after.content.releases : [])];
    default:
      return [];
  }
}
