import type { User } from "@/lib/access/role";
import { changesOf, keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import type { Policy } from "@/lib/policies/policy";
import type { Release } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";

import type { AllowedDomain, Channel, Pin, Product, ShutOff } from "./configuration";

/** What matters of a release to whatever refers to it. */
export type ReleaseHeader = Pick<Release, "name" | "product" | "readOnly"> & {
  readonly kind: Release["content"]["kind"];
};

/** As much of the configuration as changed rows can refer to, or be referred to by. */
export type World = {
  readonly products: ReadonlyMap<string, Product>;
  readonly channels: readonly Channel[];
  /** Those that changed rows name. */
  readonly releases: ReadonlyMap<string, ReleaseHeader>;
  /** All of them, or none where no changed row can concern a rule. */
  readonly rules: ReadonlyMap<number, Rule>;
  readonly pins: readonly Pin[];
  readonly allowedDomains: readonly AllowedDomain[];
  /** All of them, or none where no changed row is about who may act. */
  readonly people: readonly User[];
  readonly policies: readonly Policy[];
  /** Read where a product goes away. */
  readonly shutOffs: readonly ShutOff[];
};

/** What of the configuration has to be read to judge a change. */
export type Needs = {
  readonly releases: ReadonlySet<string>;
  readonly rules: boolean;
  /** Products that go away: whatever still belongs to them must be known. */
  readonly productsGone: readonly string[];
  /** People and policies. */
  readonly access: boolean;
};

export function needsOf(changes: readonly RowChange[]): Needs {
  const releases = new Set<string>();
  const add = (name: string | null) => name !== null && releases.add(name);
  let rules = false;
  const productsGone: string[] = [];
  const access = changes.some(({ entity }) => entity === "policy" || entity === "user" || entity === "token");
  for (const change of changes) {
    for (const name of releasesNamed(change)) add(name);
    rules ||= ["rule", "release", "product", "pin"].includes(change.entity);
    if (change.entity === "product" && !change.after) productsGone.push(change.key);
  }
  return { releases, rules, productsGone, access };
}

function releasesNamed(change: RowChange): readonly (string | null)[] {
  switch (change.entity) {
    case "rule":
      return change.after ? [change.after.mapping, change.after.fallbackMapping] : [];
    case "pin":
      return change.after ? [change.after.mapping] : [];
    case "build":
      return buildNames(change.after ?? change.before);
    case "release":
      return [change.key, ...membersOf(change.after)];
    default:
      return [];
  }
}

function buildNames(build: Stored<"build"> | null): string[] {
  return build ? [build.release, ...build.patches.map(({ from }) => from)] : [];
}

function membersOf(release: Release | null): readonly string[] {
  return release?.content.kind === "bundle" ? release.content.releases : [];
}

/** The world with the changes made. */
export function changedWorld(world: World, changes: readonly RowChange[]): World {
  const products = new Map(world.products);
  const releases = new Map(world.releases);
  const rules = new Map(world.rules);
  for (const { entity, key, after } of changes) {
    if (entity === "product") put(products, key, after);
    if (entity === "release") put(releases, key, after && headerOf(after));
    if (entity === "rule") put(rules, Number(key), after);
  }
  return {
    products,
    releases,
    rules,
    channels: replaced(world.channels, changesOf(changes, "channel"), (row) => keyOf("channel", row)),
    pins: replaced(world.pins, changesOf(changes, "pin"), (row) => keyOf("pin", row)),
    allowedDomains: replaced(world.allowedDomains, changesOf(changes, "allowedDomain"), (row) =>
      keyOf("allowedDomain", row),
    ),
    people: replaced(world.people, changesOf(changes, "user"), (row) => keyOf("user", row)),
    policies: replaced(world.policies, changesOf(changes, "policy"), (row) => keyOf("policy", row)),
    shutOffs: replaced(world.shutOffs, changesOf(changes, "shutOff"), (row) => keyOf("shutOff", row)),
  };
}

function headerOf({ name, product, readOnly, content }: Release): ReleaseHeader {
  return { name, product, readOnly, kind: content.kind };
}

function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

function replaced<Row>(
  rows: readonly Row[],
  touched: readonly { key: string; after: Row | null }[],
  keyOfRow: (row: Row) => string,
): readonly Row[] {
  if (touched.length === 0) return rows;
  const keys = new Set(touched.map(({ key }) => key));
  const added = touched.flatMap(({ after }) => (after ? [after] : []));
  return [...rows.filter((row) => !keys.has(keyOfRow(row))), ...added];
}
