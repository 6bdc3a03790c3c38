import { everything } from "@/lib/configuration/configuration";
import type {
  AllowedDomain,
  ConfiguredRelease,
  Pin,
  Product,
  Settings,
  ShutOff,
} from "@/lib/configuration/configuration";
import type { UpdateQuery } from "@/lib/protocol/request";
import { compileAllowedDomains, type UrlCheck } from "@/lib/releases/allowed-domains";
import { compileRules, type RuleBook } from "@/lib/rules/compile";
import { compileConditions, type ConditionName } from "@/lib/rules/match";
import { conditionNames, type Rule } from "@/lib/rules/rule";
import type { VersionOrder } from "@/lib/versions/version";

import { compileRelease } from "./compiled-release";
import type { CompiledRelease } from "./decision";

/** Those of the settings that clients meet. */
export type ServingSettings = Pick<Settings, "throttle" | "forceHosts">;

/** What a snapshot is made of: the configuration as of one revision, with row versions. */
export type SnapshotInput = {
  readonly revision: number;
  readonly settings: ServingSettings;
  readonly products: readonly Product[];
  readonly rules: readonly Rule[];
  readonly releases: readonly ConfiguredRelease[];
  readonly pins: readonly Pin[];
  readonly allowedDomains: readonly AllowedDomain[];
  readonly shutOffs: readonly ShutOff[];
};

/** A product as clients meet it. */
export type CompiledProduct = {
  /** Null: the configuration knows no product that the client could mean. */
  readonly name: string | null;
  readonly order: VersionOrder;
  readonly throttle: number;
  readonly book: RuleBook;
};

/** The configuration as of one revision, compiled for deciding. Never changes. */
export type Snapshot = {
  readonly revision: number;
  readonly input: SnapshotInput;
  readonly settings: ServingSettings;
  readonly product: (name: string) => CompiledProduct;
  readonly release: (name: string) => CompiledRelease | null;
  /** The release for clients of a channel that asked to stay on a version, or null. */
  readonly pinned: (product: string, channel: string, pin: string) => string | null;
  /** The shut-off that stops this client, or null. */
  readonly shutOff: (query: UpdateQuery) => ShutOff | null;
  readonly isAllowed: UrlCheck;
};

/** Compiles a configuration. Builds are compiled when they are first asked for. */
export function compileSnapshot(input: SnapshotInput): Snapshot {
  const products = new Map(
    input.products.map((product) => [product.name, compileProduct(product, input.rules)]),
  );
  const unknownProduct = compileProduct({ name: null, versionOrder: "mozilla", throttle: 100 }, input.rules);
  const releases = new Map<string, CompiledRelease>();
  const release = (name: string) => releases.get(name) ?? null;
  for (const [index, configured] of input.releases.entries()) {
    releases.set(configured.name, compileRelease(configured, index, release));
  }
  const pins = new Map(
    input.pins.map((pin) => [`${pin.product}/${pin.channel}/${pin.version}`, pin.mapping]),
  );
  const orderOf = (product: string) => (products.get(product) ?? unknownProduct).order;
  return {
    revision: input.revision,
    input,
    settings: input.settings,
    product: (name) => products.get(name) ?? unknownProduct,
    release,
    pinned: (product, channel, pin) => pins.get(`${product}/${channel}/${pin}`) ?? null,
    shutOff: compileShutOffs(input.shutOffs, orderOf),
    isAllowed: compileAllowedDomains(input.allowedDomains),
  };
}

function compileProduct(
  { name, versionOrder, throttle }: Pick<Product, "versionOrder" | "throttle"> & { name: string | null },
  rules: readonly Rule[],
): CompiledProduct {
  return { name, order: versionOrder, throttle, book: compileRules(rules, name, versionOrder) };
}

function compileShutOffs(
  shutOffs: readonly ShutOff[],
  orderOf: (product: string) => VersionOrder,
): Snapshot["shutOff"] {
  if (shutOffs.length === 0) return () => null;
  const compiled = shutOffs.map((off) => ({
    off,
    meets: { mozilla: compileConditionsOf(off, "mozilla"), loose: compileConditionsOf(off, "loose") },
  }));
  return (query) => {
    const order = orderOf(query.product);
    return compiled.find(({ off, meets }) => isOfChannel(off, query) && meets[order](query))?.off ?? null;
  };
}

function isOfChannel(off: ShutOff, { product, channel, fallbackChannel }: UpdateQuery): boolean {
  return (
    (off.product === everything || off.product === product) &&
    (off.channel === everything || off.channel === channel || off.channel === fallbackChannel)
  );
}

/** Whether a client meets the narrower conditions. Versions that this order cannot read are nobody's. */
function compileConditionsOf(
  { buildTarget, version, locale }: ShutOff,
  order: VersionOrder,
): (query: UpdateQuery) => boolean {
  const open = Object.fromEntries(conditionNames.map((name) => [name, null])) as Record<ConditionName, null>;
  try {
    const conditions = compileConditions({ ...open, buildTarget, version, locale }, order);
    return (query) => conditions.every(({ matches }) => matches(query));
  } catch (error) {
    if (error instanceof RangeError) return () => false;
    throw error;
  }
}
