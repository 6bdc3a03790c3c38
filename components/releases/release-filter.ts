import type { ReleaseKind } from "@/lib/releases/release";

export type ReleaseRow = {
  name: string;
  product: string;
  kind: ReleaseKind;
  version: string | null;
  readOnly: boolean;
  comment: string | null;
  builds: number;
  /** The rules that map to it, as mapping or fallback. */
  rules: readonly { id: number; alias: string | null }[];
};

export const uses = ["all", "served", "unused"] as const;
export type Use = (typeof uses)[number];

export type ReleaseFilter = { search: string; product: string; use: Use };

export function filterReleases(releases: readonly ReleaseRow[], filter: ReleaseFilter): ReleaseRow[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return releases.filter((release) => {
    const text = `${release.name} ${release.comment ?? ""} ${release.version ?? ""}`.toLowerCase();
    return (
      (filter.product === "" || release.product === filter.product) &&
      (filter.use === "all" || release.rules.length > 0 === (filter.use === "served")) &&
      words.every((word) => text.includes(word))
    );
  });
}
