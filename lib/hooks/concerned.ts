import { unknownProductKey, keysToPurge, type Concerned } from "@/lib/caching/cache-key";
import { changesOf, type RowChange } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/names";
import { guardedBy, type GuardContext } from "@/lib/policies/guarded";

/** Rows that no answer depends on. */
const silent: ReadonlySet<RowChange["entity"]> = new Set([
  "invariant",
  "policy",
  "user",
  "token",
  "hook",
  "channel",
]);

/** The clients whose answers a change may have altered. Who has to sign for it is a narrower question. */
export function concernedBy(changes: readonly RowChange[], context: GuardContext): Concerned[] {
  const others = changes.filter(({ entity }) => !silent.has(entity) && entity !== "shutOff");
  const guarded = guardedBy(others, context).filter(({ subject }) => subject === "clients");
  const shutOffs = changesOf(changes, "shutOff").flatMap(({ before, after }) =>
    [before, after].filter((row) => row !== null),
  );
  return [...guarded, ...shutOffs].map(({ product, channel }) => ({
    product: product === everything ? null : product,
    channel: channel === everything ? null : channel,
  }));
}

/** @param only the products that a target is for; none: all */
export function keysFor(
  only: readonly string[],
  { concerned, named, isNewProduct }: ToPurge,
): readonly string[] {
  const own = concerned.flatMap((scope) => {
    if (only.length === 0) return [scope];
    if (scope.product === null) return only.map((product) => ({ ...scope, product }));
    return only.includes(scope.product) ? [scope] : [];
  });
  const keys = keysToPurge(own, named);
  // Whoever asked for it before the product was there has an answer under another key.
  return isNewProduct && only.length === 0 && !keys.includes("aus3") ? [...keys, unknownProductKey] : keys;
}

/** What a change has caches forget. */
export type ToPurge = {
  readonly concerned: readonly Concerned[];
  /** The channels that the configuration names for a product, or named before the change. */
  readonly named: (product: string) => readonly string[];
  readonly isNewProduct: boolean;
};

/** The channels that rows of a change name or named, with their products; null: of every product. */
export function channelsIn(changes: readonly RowChange[]): { product: string | null; channel: string }[] {
  const rows = [
    ...changesOf(changes, "rule"),
    ...changesOf(changes, "pin"),
    ...changesOf(changes, "shutOff"),
  ].flatMap(({ before, after }) => [before, after]);
  return rows.flatMap((row) => {
    if (row?.channel == null) return [];
    return [{ product: row.product === everything ? null : row.product, channel: row.channel }];
  });
}
