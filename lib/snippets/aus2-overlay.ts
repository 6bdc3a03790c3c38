import type { ConfiguredRelease, ConfiguredRule } from "@/lib/configuration/configuration";
import { readVersion } from "@/lib/protocol/request";
import { applicationVersion, releaseVersion } from "@/lib/releases/release";
import type { RuleFields } from "@/lib/rules/rule";
import { parseVersionCondition } from "@/lib/rules/version-condition";
import { compareVersionTexts, type VersionOrder } from "@/lib/versions/version";

import { fits, type Aus2Config } from "./aus2-config";
import { exemptOf } from "./aus2-exempt";
import { groupBy } from "./group-by";

/** How far above the rule that it takes clients from a new one stands. Those of one place never meet. */
export const places = { throttled: 1, exempt: 2, blocked: 3 } as const;

/** By which rules that an import has made are known to the next one. */
export const overlayComment = "From AUS2's configuration";

/** What one product's part of AUS2's configuration asks for. */
export type ProductPart = {
  readonly product: string;
  readonly order: VersionOrder;
  readonly throttles: readonly (readonly [version: string, percentage: number])[];
  readonly blocks: readonly (readonly [target: string, platforms: readonly string[]])[];
  readonly exemptChannels: Aus2Config["exemptChannels"];
  readonly knownChannels: readonly string[];
  readonly releases: ReadonlyMap<string, ConfiguredRelease>;
};

export type Wanted = {
  /** The rule's own rate; null: it stays as it is. */
  readonly rate: number | null;
  /** Rules above it, which take some of its clients. */
  readonly overlays: readonly RuleFields[];
  /** Versions whose throttle, and targets whose block, has to do with it. */
  readonly versions: readonly string[];
  readonly targets: readonly string[];
};

/** What a rule of the product needs so that its clients are throttled and blocked as AUS2 did. */
export function wantedOf(rule: ConfiguredRule, part: ProductPart): Wanted {
  const throttled = part.throttles.filter(([version]) => serves(rule, version, part.order));
  const block = blockOf(rule, part);
  const limited = throttled.filter(([, percentage]) => percentage < 100);
  const exempt = exemptOf(rule.channel, part.exemptChannels, part.knownChannels);
  const own = exempt.all ? [] : limited;
  const rate = exempt.some.length === 0 ? rateOfAll(rule, own, part) : null;
  return {
    rate,
    overlays: [...(rate === null ? throttlesOf(rule, own, exempt.some, part) : []), ...block.overlays],
    versions: throttled.map(([version]) => version),
    targets: block.targets,
  };
}

function serves({ version }: ConfiguredRule, text: string, order: VersionOrder): boolean {
  if (version === null) return true;
  try {
    return parseVersionCondition(version, order)(readVersion(text));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** One rate for all clients of the rule, if its conditions name no others. */
function rateOfAll(
  rule: ConfiguredRule,
  throttles: ProductPart["throttles"],
  { product, order }: ProductPart,
): number | null {
  const [rate] = (throttles[0]?.slice(1) as [number] | undefined) ?? [];
  if (
    rate === undefined ||
    rule.version === null ||
    rule.product !== product ||
    rule.fallbackMapping !== null
  ) {
    return null;
  }
  const sameRate = throttles.every(([, percentage]) => percentage === rate);
  const named = rule.version.split(",");
  const isNamed = named.every((item) =>
    throttles.some(([version]) => compareVersionTexts(item, version, order) === 0),
  );
  return sameRate && isNamed ? rate : null;
}

function throttlesOf(
  rule: ConfiguredRule,
  throttles: ProductPart["throttles"],
  exempt: readonly string[],
  part: ProductPart,
): RuleFields[] {
  if (throttles.length === 0) return [];
  const list = (entries: ProductPart["throttles"]) => entries.map(([version]) => version).join(",");
  const throttled = [...groupBy(throttles, ([, percentage]) => String(percentage))].map(
    ([percentage, entries]) =>
      overlay(rule, part, "throttled", {
        version: list(entries),
        backgroundRate: Number(percentage),
        fallbackMapping: null,
      }),
  );
  const exempted = exempt.map((channel) =>
    overlay(rule, part, "exempt", { version: list(throttles), channel }),
  );
  return [...throttled, ...exempted];
}

/** AUS2 answered with silence, whatever else there was for the client. */
function blockOf(rule: ConfiguredRule, part: ProductPart): { overlays: RuleFields[]; targets: string[] } {
  const versions = versionsOf(part.releases.get(rule.mapping ?? ""));
  const met = part.blocks.filter(([target]) => versions.some((version) => fits(target, version)));
  if (met.length === 0) return { overlays: [], targets: [] };
  const platforms = [...new Set(met.flatMap(([, all]) => all))];
  const fallback = versionsOf(part.releases.get(rule.fallbackMapping ?? ""));
  const isBlocked = met.some(([target]) => fallback.some((version) => fits(target, version)));
  const blocked = overlay(rule, part, "blocked", {
    osVersion: bothOf(rule.osVersion, platforms),
    mapping: isBlocked ? null : rule.fallbackMapping,
    fallbackMapping: null,
    backgroundRate: 100,
  });
  return { overlays: [blocked], targets: met.map(([target]) => target) };
}

function versionsOf(release: ConfiguredRelease | undefined): string[] {
  if (!release) return [];
  const version = releaseVersion(release);
  if (version !== null) return [version];
  const { content } = release;
  if (content.kind !== "application") return [];
  const ofBuilds = release.builds.map(({ attributes }) => applicationVersion(content.dialect, attributes));
  return [...new Set(ofBuilds.filter((text) => text !== null))];
}

/** A condition that holds where both do. */
function bothOf(osVersion: string | null, platforms: readonly string[]): string {
  if (osVersion === null) return platforms.join(",");
  return osVersion
    .split(",")
    .flatMap((terms) => platforms.map((platform) => `${terms}&&${platform}`))
    .join(",");
}

function overlay(
  { id: _id, ...rule }: ConfiguredRule,
  { product }: ProductPart,
  place: keyof typeof places,
  fields: Partial<RuleFields>,
): RuleFields {
  return {
    ...rule,
    product,
    ...fields,
    alias: null,
    comment: `${overlayComment}: ${place}`,
    priority: rule.priority + places[place],
  };
}
