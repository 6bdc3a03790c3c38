import { statementOf } from "@/lib/invariants/invariant";
import { isDeepStrictEqual } from "node:util";

import { changesOf, keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/names";

import type { Scope } from "./coverage";
import type { Policy } from "./policy";

/** What a change touches that policies guard. */
export type Guarded = Scope & { readonly subject: Policy["subject"] };

/** What else of the configuration, as it is before the change, is looked at to tell whom a change concerns. */
export type GuardContext = {
  readonly policies: readonly Policy[];
  /** Enabled rules that map to a touched release, or to a bundle of it. */
  readonly rules: readonly Pick<Stored<"rule">, "product" | "channel" | "mapping" | "fallbackMapping">[];
  /** Pins of the same. */
  readonly pins: readonly Pick<Stored<"pin">, "product" | "channel" | "mapping">[];
  /** Bundles with the releases that they are made of. */
  readonly bundles: readonly { readonly name: string; readonly releases: readonly string[] }[];
  /** All shut-offs, where one is touched. */
  readonly shutOffs: readonly Stored<"shutOff">[];
};

type Guards = {
  [E in RowChange["entity"]]: (
    change: RowChange<E>,
    context: GuardContext,
    changes: readonly RowChange[],
  ) => Guarded[];
};

const clients = (product: string | null, channel: string | null): Guarded => ({
  subject: "clients",
  product: orAll(product),
  channel: orAll(channel),
});
const access = (product: string | null): Guarded => ({
  subject: "access",
  product: orAll(product),
  channel: null,
});

const guards: Guards = {
  rule: (change) =>
    rowsOf(change)
      .filter(({ enabled }) => enabled)
      .map(({ product, channel }) => clients(product, channel)),
  release: ({ key }, context) => ofRelease(key, context),
  build: (change, context) =>
    [...new Set(rowsOf(change).map(({ release }) => release))].flatMap((name) => ofRelease(name, context)),
  pin: (change) => rowsOf(change).map(({ product, channel }) => clients(product, channel)),
  product: ({ key, before, after }) =>
    after && isDeepStrictEqual(metBy(before), metBy(after)) ? [] : [clients(key, null)],
  // What has to be verified before may not be given up by fewer people than the changes need.
  channel: ({ before, after }) =>
    before && before.verifyBeforeEnact !== "off" && isLooser(after, before)
      ? [clients(before.product, before.name)]
      : [],
  allowedDomain: (change) =>
    [...new Set(rowsOf(change).flatMap(({ products }) => products))].map((product) => clients(product, null)),
  shutOff: ({ before, after }, context, changes) =>
    before && !after && !isCovered(before, context, changes) ? [clients(before.product, before.channel)] : [],
  settings: ({ before, after }) => [
    ...(before?.throttle === after?.throttle && isDeepStrictEqual(before?.forceHosts, after?.forceHosts)
      ? []
      : [clients(null, null)]),
    ...(before?.publicRead === after?.publicRead ? [] : [access(null)]),
  ],
  // What blocks changes may not be taken away by fewer people than those changes need.
  invariant: ({ before }) => {
    if (!before?.enabled || before.enforcement === "warns") return [];
    const { product, channel } = statementOf(before);
    return [clients(product, channel)];
  },
  policy: (change, _, changes) =>
    comesWithProduct(change, changes)
      ? []
      : rowsOf(change).flatMap(({ subject, product, channel }) => [
          { ...clients(product, channel), subject },
          access(product),
        ]),
  user: ({ before, after }) => grantsConcerned(before, after).map(access),
  token: (change) => rowsOf(change).flatMap(({ products }) => named(products).map(access)),
  hook: (change) => rowsOf(change).flatMap(({ products }) => named(products).map(access)),
};

/** What a change touches, row by row. Changes of comments and aliases alone touch nothing. */
export function guardedBy(changes: readonly RowChange[], context: GuardContext): Guarded[] {
  return changes
    .filter((change) => !isRemark(change))
    .flatMap((change) => guards[change.entity](change as never, context, changes));
}

function isRemark({ before, after }: RowChange): boolean {
  const silent = { comment: null, alias: null, rowVersion: 0 };
  return (
    before !== null && after !== null && isDeepStrictEqual({ ...before, ...silent }, { ...after, ...silent })
  );
}

function rowsOf<E extends RowChange["entity"]>({ before, after }: RowChange<E>): Stored<E>[] {
  const rows = [before, after] as readonly (Stored<E> | null)[];
  return rows.filter((row) => row !== null);
}

function isLooser(after: Stored<"channel"> | null, before: Stored<"channel">): boolean {
  return (
    after?.verifyBeforeEnact !== before.verifyBeforeEnact ||
    after.verifiedWithinDays > before.verifiedWithinDays
  );
}

/** What clients meet of a product; those of an unknown one meet this as well. */
function metBy(product: Stored<"product"> | null) {
  const { throttle, versionOrder } = product ?? { throttle: 100, versionOrder: "mozilla" };
  return { throttle, versionOrder };
}

/** Whom the rules and pins serve that map to a release, or to a bundle of it. */
function ofRelease(name: string, { rules, pins, bundles }: GuardContext): Guarded[] {
  const names = new Set([
    name,
    ...bundles.filter(({ releases }) => releases.includes(name)).map((bundle) => bundle.name),
  ]);
  const maps = (mapping: string | null) => mapping !== null && names.has(mapping);
  return [
    ...rules.filter(({ mapping, fallbackMapping }) => maps(mapping) || maps(fallbackMapping)),
    ...pins.filter(({ mapping }) => maps(mapping)),
  ].map(({ product, channel }) => clients(product, channel));
}

/** Whether all whom a shut-off stopped stay without updates. */
function isCovered(
  gone: Stored<"shutOff">,
  { shutOffs }: GuardContext,
  changes: readonly RowChange[],
): boolean {
  const deleted = new Set(changesOf(changes, "shutOff").map(({ key }) => key));
  const made = changesOf(changes, "shutOff").flatMap(({ after }) => (after ? [after] : []));
  const left = shutOffs.filter((off) => !deleted.has(keyOf("shutOff", off)));
  return [...left, ...made].some((off) => isWider(off, gone));
}

function isWider(off: Stored<"shutOff">, other: Stored<"shutOff">): boolean {
  return (
    [everything, other.product].includes(off.product) &&
    [everything, other.channel].includes(off.channel) &&
    (["buildTarget", "version", "locale"] as const).every(
      (name) => off[name] === null || off[name] === other[name],
    )
  );
}

/** The policies that a new product starts with loosen nothing. */
function comesWithProduct({ before, after }: RowChange<"policy">, changes: readonly RowChange[]): boolean {
  return (
    before === null &&
    changesOf(changes, "product").some((change) => change.key === after?.product && change.before === null)
  );
}

/** The products for which somebody's rights change; all of them for an account that has none. */
function grantsConcerned(before: Stored<"user"> | null, after: Stored<"user"> | null): string[] {
  const grantsOf = (user: Stored<"user"> | null) =>
    user?.grants.map(({ role, product }) => JSON.stringify([role, product])) ?? [];
  const [old, young] = [grantsOf(before), grantsOf(after)];
  const isReachable = before !== null && after !== null;
  if (isReachable && before.disabled === after.disabled && before.passwordLinks === after.passwordLinks) {
    const different = [...old, ...young].filter((grant) => !old.includes(grant) || !young.includes(grant));
    return [...new Set(different.map((grant) => (JSON.parse(grant) as [string, string])[1]))];
  }
  return named([...(before?.grants ?? []), ...(after?.grants ?? [])].map(({ product }) => product));
}

function named(products: readonly string[]): string[] {
  return products.length === 0 ? [everything] : [...new Set(products)];
}

function orAll(name: string | null): string | null {
  return name === everything ? null : name;
}
