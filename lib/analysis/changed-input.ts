import type { RowChange, Stored } from "@/lib/changes/row";
import type { CurrentRows } from "@/lib/configuration/diff";
import { everything } from "@/lib/configuration/names";
import type { SnapshotInput } from "@/lib/decision/snapshot";
import { statementOf } from "@/lib/invariants/invariant";

/** What clients would be served from; releases that a change leaves alone are those of before, so that they compare at once. */
export function sharingReleases(
  before: SnapshotInput,
  after: SnapshotInput,
  changes: readonly RowChange[],
): SnapshotInput {
  const touched = new Set(changes.flatMap(releaseOf));
  const kept = new Map(before.releases.map((release) => [release.name, release]));
  return {
    ...after,
    releases: after.releases.map((release) =>
      touched.has(release.name) ? release : (kept.get(release.name) ?? release),
    ),
  };
}

function releaseOf({ entity, key, before, after }: RowChange): string[] {
  if (entity === "release") return [key];
  return entity === "build" ? [(after ?? before)?.release ?? ""] : [];
}

/** The products whose clients a change may concern; null: all of them. */
export function productsConcerned(
  changes: readonly RowChange[],
  owners: ReadonlyMap<string, string>,
): readonly string[] | null {
  const products = new Set<string>();
  for (const change of changes) {
    for (const row of [change.before, change.after]) {
      const named = row ? productsOf(change, row, owners) : [];
      if (named.includes(everything)) return null;
      for (const product of named) products.add(product);
    }
  }
  return [...products].sort();
}

/** Rows that say nothing of what clients get. */
const noClients: ReadonlySet<string> = new Set(["policy", "user", "token", "hook", "invariant"]);

function productsOf(
  { entity }: RowChange,
  row: Stored,
  owners: ReadonlyMap<string, string>,
): readonly string[] {
  if (entity === "settings") return [everything];
  if (noClients.has(entity)) return [];
  if (entity === "product") return "name" in row ? [row.name] : [];
  return ownersOf(row, owners);
}

function ownersOf(row: Stored, owners: ReadonlyMap<string, string>): readonly string[] {
  if ("products" in row) return row.products;
  if ("release" in row) return [owners.get(row.release) ?? everything];
  return ["product" in row ? (row.product ?? everything) : everything];
}

/** What decides for clients of some products: their own rows, and those for every product. Builds are left alone. */
export function rowsOfProducts(rows: CurrentRows, products: readonly string[]): CurrentRows {
  const isOwn = ({ product }: { product: string | null }) =>
    product === null || product === everything || products.includes(product);
  return {
    ...rows,
    product: rows.product.filter(({ name }) => products.includes(name)),
    channel: rows.channel.filter(isOwn),
    release: rows.release.filter(isOwn),
    rule: rows.rule.filter(isOwn),
    pin: rows.pin.filter(isOwn),
    shutOff: rows.shutOff.filter(isOwn),
    invariant: rows.invariant.filter((row) => products.includes(statementOf(row).product)),
  };
}
