import { everything } from "@/lib/configuration/configuration";
import type {
  AllowedDomain,
  ConfiguredRelease,
  Pin,
  Product,
  Settings,
  ShutOff,
} from "@/lib/configuration/configuration";
import { compileAllowedDomains, type UrlCheck } from "@/lib/releases/allowed-domains";
import { compileRules, type RuleBook } from "@/lib/rules/compile";
import type { Rule } from "@/lib/rules/rule";
import type { VersionOrder } from "@/lib/versions/version";

import { compileRelease } from "./compiled-release";
import type { CompiledRelease } from "./decision";

/** What a snapshot is made of: the configuration as of one revision, with row versions. */
export type SnapshotInput = {
  readonly revision: number;
  readonly settings: Settings;
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
  readonly settings: Settings;
  readonly product: (name: string) => CompiledProduct;
  readonly release: (name: string) => CompiledRelease | null;
  /** The release for clients of a channel that asked to stay on a version, or null. */
  readonly pinned: (product: string, channel: string, pin: string) => string | null;
  /** The shut-off that stops clients of a channel, or null. */
  readonly shutOff: (product: string, channel: string, fallbackChannel: string) => ShutOff | null;
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
  return {
    revision: input.revision,
    input,
    settings: input.settings,
    product: (name) => products.get(name) ?? unknownProduct,
    release,
    pinned: (product, channel, pin) => pins.get(`${product}/${channel}/${pin}`) ?? null,
    shutOff: compileShutOffs(input.shutOffs),
    isAllowed: compileAllowedDomains(input.allowedDomains),
  };
}

function compileProduct(
  { name, versionOrder, throttle }: Pick<Product, "versionOrder" | "throttle"> & { name: string | null },
  rules: readonly Rule[],
): CompiledProduct {
  return { name, order: versionOrder, throttle, book: compileRules(rules, name, versionOrder) };
}

function compileShutOffs(shutOffs: readonly ShutOff[]): Snapshot["shutOff"] {
  if (shutOffs.length === 0) return () => null;
  const stops = (off: ShutOff, product: string, channel: string) =>
    (off.product === everything || off.product === product) &&
    (off.channel === everything || off.channel === channel);
  return (product, channel, fallbackChannel) =>
    shutOffs.find((off) => stops(off, product, channel) || stops(off, product, fallbackChannel)) ?? null;
}
