import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type { Release, ReleaseKind } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";

import { shownVersion } from "./lines";

export type ReleaseRow = {
  readonly name: string;
  readonly product: string;
  readonly kind: ReleaseKind;
  readonly version: string | null;
  readonly readOnly: boolean;
  readonly comment: string | null;
  readonly builds: number;
  /** The first of the rules that map to it, as mapping or fallback. */
  readonly rules: readonly { readonly id: number; readonly alias: string | null }[];
  /** How many rules map to it. */
  readonly mapped: number;
};

/** Of what a row shows, what a change of the release itself can set. */
export type ListedFields = Partial<Pick<ReleaseRow, "product" | "kind" | "version" | "readOnly" | "comment">>;

export function listedFields({ product, readOnly, comment, content }: Partial<Release>): ListedFields {
  return {
    ...(product === undefined ? {} : { product }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(comment === undefined ? {} : { comment }),
    ...(content === undefined ? {} : { kind: content.kind, version: shownVersion({ content }) }),
  };
}

export const uses = ["all", "served", "unused"] as const;
export type Use = (typeof uses)[number];

const sortable = ["name", "kind", "version", "builds", "rules", "comment"] as const;
type Sortable = (typeof sortable)[number];

/** Orders of the list; "-": backwards. */
export const sortings: readonly string[] = sortable.flatMap((name) => [name, `-${name}`]);

/** What is looked for, and in which order: a column's name, after a minus from the last to the first, or nothing. */
export type ReleasesAsked = { search: string; product: string; use: Use; sort: string };

/** The part of a list that somebody looks at. */
export type ReleaseWindow = {
  /** What was asked, as `queryOf` writes it. */
  readonly query: string;
  /** The place of the first row. */
  readonly from: number;
  readonly rows: readonly ReleaseRow[];
  /** How many fit. */
  readonly shown: number;
  readonly all: number;
  /** The products in their order, with how many rows of each there are; none where another order was asked for. */
  readonly groups: readonly { readonly name: string; readonly rows: number }[];
};

export const windowSize = 100;
const rulesTold = 4;

/** Reads what an address says; words that it does not know ask for nothing. */
export function readReleasesAsked(get: (name: string) => string, products: readonly string[]): ReleasesAsked {
  const sort = get("sort");
  return {
    search: get("q"),
    product: products.find((name) => name === get("product")) ?? "",
    use: uses.find((one) => one === get("use")) ?? "all",
    sort: sortings.includes(sort) ? sort : "",
  };
}

/** The same for the same wish. */
export function queryOf({ search, product, use, sort }: ReleasesAsked): string {
  const given = { q: search.trim(), product, use: use === "all" ? "" : use, sort };
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value !== "")).toString();
}

/** A row, and the text that it is found by. */
export type ListedRelease = { readonly row: ReleaseRow; readonly text: string };

export function listedReleases(
  releases: readonly ConfiguredRelease[],
  rules: readonly Rule[],
): readonly ListedRelease[] {
  const rulesOf = rulesByRelease(rules);
  return releases.map((release) => {
    const version = shownVersion(release);
    const mapped = rulesOf.get(release.name) ?? [];
    const { name, product, readOnly, comment } = release;
    return {
      row: {
        ...{ name, product, kind: release.content.kind, version, readOnly, comment },
        builds: release.builds.length,
        rules: mapped.slice(0, rulesTold),
        mapped: mapped.length,
      },
      text: textOf({ name, comment, version }),
    };
  });
}

function textOf({ name, comment, version }: Pick<ReleaseRow, "name" | "comment" | "version">): string {
  return `${name} ${comment ?? ""} ${version ?? ""}`.toLowerCase();
}

function rulesByRelease(rules: readonly Rule[]): Map<string, { id: number; alias: string | null }[]> {
  const found = new Map<string, { id: number; alias: string | null }[]>();
  for (const { id, alias, mapping, fallbackMapping } of rules) {
    for (const name of new Set([mapping, fallbackMapping])) {
      if (name === null) continue;
      const known = found.get(name);
      if (known) known.push({ id, alias });
      else found.set(name, [{ id, alias }]);
    }
  }
  return found;
}

/** Every release that fits, in the order that was asked for. */
export function findListed(listed: readonly ListedRelease[], asked: ReleasesAsked): readonly ReleaseRow[] {
  const fits = filterOf(asked);
  const rows = listed.filter(fits).map(({ row }) => row);
  return asked.sort === "" ? rows : sorted(rows, asked.sort);
}

export function fitsAsked(row: ReleaseRow, asked: ReleasesAsked): boolean {
  return filterOf(asked)({ row, text: textOf(row) });
}

function filterOf({ search, product, use }: ReleasesAsked): (listed: ListedRelease) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ row, text }) =>
    (product === "" || row.product === product) &&
    (use === "all" || row.mapped > 0 === (use === "served")) &&
    words.every((word) => text.includes(word));
}

const inOrder = new Intl.Collator("en", { numeric: true });

const compare: Record<Sortable, (a: ReleaseRow, b: ReleaseRow) => number> = {
  name: (a, b) => inOrder.compare(a.name, b.name),
  kind: (a, b) => inOrder.compare(a.kind, b.kind),
  version: (a, b) => inOrder.compare(a.version ?? "", b.version ?? ""),
  builds: (a, b) => a.builds - b.builds,
  rules: (a, b) => a.mapped - b.mapped,
  comment: (a, b) => inOrder.compare(a.comment ?? "", b.comment ?? ""),
};

function sorted(rows: readonly ReleaseRow[], sort: string): readonly ReleaseRow[] {
  const by = compare[sort.replace(/^-/, "") as Sortable];
  return [...rows].sort(sort.startsWith("-") ? (a, b) => by(b, a) : by);
}

/** The rows from a place on. */
export function windowOf(
  fitting: readonly ReleaseRow[],
  { asked, from, all }: { asked: ReleasesAsked; from: number; all: number },
): ReleaseWindow {
  return {
    query: queryOf(asked),
    from,
    rows: fitting.slice(from, from + windowSize),
    shown: fitting.length,
    all,
    groups: asked.sort === "" ? groupsOf(fitting) : [],
  };
}

function groupsOf(rows: readonly ReleaseRow[]): { name: string; rows: number }[] {
  const counts = new Map<string, number>();
  for (const { product } of rows) counts.set(product, (counts.get(product) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, rows: count }));
}
