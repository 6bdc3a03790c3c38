import type { entities } from "@/lib/changes/row";
import { keyOf, type Stored } from "@/lib/changes/row";
import { tables } from "@/lib/changes/tables";

import type { Configuration } from "./configuration";
import type { CurrentRows } from "./diff";

/**
 * The rows as they are exported: without row versions, sorted by their keys, rules by their ids, and their fields
 * always in the same order, wherever they come from.
 */
export function toConfiguration(rows: CurrentRows): Configuration {
  const builds = new Map<string, Configuration["releases"][number]["builds"]>();
  for (const { release, ...build } of sorted("build", rows.build)) {
    const list = builds.get(release);
    if (list) list.push(build);
    else builds.set(release, [build]);
  }
  const [settings] = sorted("settings", rows.settings);
  if (!settings) throw new Error("The settings have lost their row");
  return {
    settings,
    products: sorted("product", rows.product),
    channels: sorted("channel", rows.channel),
    releases: sorted("release", rows.release).map((release) => ({
      ...release,
      builds: builds.get(release.name) ?? [],
    })),
    rules: [...rows.rule].sort((a, b) => a.id - b.id).map((row) => exported("rule", row)),
    pins: sorted("pin", rows.pin),
    allowedDomains: sorted("allowedDomain", rows.allowedDomain),
    shutOffs: sorted("shutOff", rows.shutOff),
    invariants: sorted("invariant", rows.invariant),
  };
}

/** By key, code unit by code unit: the same on every machine and database. */
function sorted<E extends (typeof entities)[number], Row extends Stored<E>>(
  entity: E,
  rows: readonly Row[],
): Omit<Row, "rowVersion">[] {
  return rows
    .map((row) => ({ key: keyOf(entity, row as never), row }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => exported(entity, row));
}

function exported<E extends (typeof entities)[number], Row extends Stored<E>>(
  entity: E,
  row: Row,
): Omit<Row, "rowVersion"> {
  const fields: Readonly<Record<string, unknown>> = row;
  const inOrder = tables[entity].columns.map(({ field }) => [field, fields[field]]);
  return Object.fromEntries(inOrder) as Omit<Row, "rowVersion">;
}
