import type { Token, User } from "@/lib/access/role";
import type {
  AllowedDomain,
  Channel,
  Pin,
  Product,
  Settings,
  ShutOff,
} from "@/lib/configuration/configuration";
import type { Hook } from "@/lib/hooks/hook";
import type { Invariant } from "@/lib/invariants/invariant";
import { policyKey, type Policy } from "@/lib/policies/policy";
import type { Build, Release } from "@/lib/releases/release";
import type { RuleFields } from "@/lib/rules/rule";

import type { ConfiguredEntity, Entity, Operation } from "./operation";

/** What a row of each kind says, without its row version. */
export type Rows = {
  rule: RuleFields & { id: number };
  release: Release;
  build: Build & { release: string };
  product: Product;
  channel: Channel;
  pin: Pin;
  allowedDomain: AllowedDomain;
  shutOff: ShutOff;
  settings: Settings;
  invariant: Invariant;
  policy: Policy;
  user: User;
  token: Token;
  hook: Hook;
};

/** A row as it is stored. */
export type Stored<E extends Entity = Entity> = { [K in E]: Rows[K] & { rowVersion: number } }[E];

/** One row before and after a change; null where there was or will be none. */
export type RowChange<E extends Entity = Entity> = {
  [K in E]: {
    readonly entity: K;
    readonly key: string;
    readonly before: Stored<K> | null;
    readonly after: Stored<K> | null;
    /** Where in the input the row is given, as a JSON pointer; its fields lie below. */
    readonly origin: string;
  };
}[E];

/** The changes of rows of one kind. */
export function changesOf<E extends Entity>(changes: readonly RowChange[], entity: E): RowChange<E>[] {
  return changes.filter((change) => change.entity === entity) as unknown as RowChange<E>[];
}

/** The kinds of rows that decide what clients get, or what they have to get. */
export const configuredEntities = [
  "settings",
  "product",
  "channel",
  "allowedDomain",
  "release",
  "build",
  "rule",
  "pin",
  "shutOff",
  "invariant",
] as const satisfies readonly ConfiguredEntity[];

/** In this order rows are written and recorded. */
export const entities = [
  ...configuredEntities,
  "policy",
  "user",
  "token",
  "hook",
] as const satisfies readonly Entity[];

/** By kind; within a kind as they are given. */
export function inWritingOrder(changes: readonly RowChange[]): RowChange[] {
  return entities.flatMap((entity) => changes.filter((change) => change.entity === entity));
}

type ShutOffKey = { product: string; channel: string } & Readonly<
  Partial<Record<(typeof shutOffConditions)[number], string | null | undefined>>
>;

type Keys = { [E in Entity]: (row: KeyFields[E]) => string };
type KeyFields = {
  rule: { id: number };
  release: { name: string };
  build: { release: string; buildTarget: string; locale: string };
  product: { name: string };
  channel: { product: string; name: string };
  pin: { product: string; channel: string; version: string };
  allowedDomain: { host: string; pathPattern: string };
  shutOff: ShutOffKey;
  settings: object;
  invariant: { name: string };
  policy: Pick<Policy, "subject" | "product" | "channel">;
  user: { email: string };
  token: { name: string };
  hook: { name: string };
};

const shutOffConditions = ["buildTarget", "version", "locale"] as const;

// The triggers of the database write keys in the same way.
const keys: Keys = {
  rule: ({ id }) => String(id),
  release: ({ name }) => name,
  build: ({ release, buildTarget, locale }) => `${release}/${buildTarget}/${locale}`,
  product: ({ name }) => name,
  channel: ({ product, name }) => `${product}/${name}`,
  pin: ({ product, channel, version }) => `${product}/${channel}/${version}`,
  allowedDomain: ({ host, pathPattern }) => (pathPattern === "" ? host : `${host} ${pathPattern}`),
  shutOff: (row) => {
    const conditions = shutOffConditions.filter((name) => (row[name] ?? null) !== null);
    return [`${row.product}/${row.channel}`, ...conditions.map((name) => `${name}=${row[name] ?? ""}`)].join(
      " ",
    );
  },
  settings: () => "settings",
  invariant: ({ name }) => name,
  policy: policyKey,
  user: ({ email }) => email,
  token: ({ name }) => name,
  hook: ({ name }) => name,
};

/** The key of a row as the record names it, e.g. "42" or "Firefox-130.0-build1/Linux_x86_64-gcc3/de". */
export function keyOf<E extends Entity>(entity: E, row: KeyFields[E]): string {
  return keys[entity](row);
}

/** The key of the row that an operation is about; null for a new rule that has no id yet. */
export function keyOfOperation(operation: Operation): string | null {
  if (operation.entity === "rule" && operation.action === "create") {
    return operation.value.id === undefined ? null : String(operation.value.id);
  }
  const fields = operation.action === "create" ? operation.value : operation.key;
  return keyOf(operation.entity, fields as never);
}
