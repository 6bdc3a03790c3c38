import type { Configuration, ConfiguredRule } from "@/lib/configuration/configuration";
import { fallbackChannelOf } from "@/lib/protocol/request";
import type { RuleFields } from "@/lib/rules/rule";

import type { Aus2Config } from "./aus2-config";
import { asConditions } from "./aus2-exempt";
import { overlayComment, wantedOf, type ProductPart, type Wanted } from "./aus2-overlay";

/** A rule as it is and as it is to be; null: it is new. */
export type RuleStep = { readonly before: ConfiguredRule | null; readonly after: RuleFields };

export type Aus2Plan = {
  readonly steps: readonly RuleStep[];
  /** Parts of the configuration that have nothing to do here, and why. */
  readonly unused: readonly string[];
  /** What stands in the way. */
  readonly problems: readonly string[];
};

/** How AUS2's throttles and blocks are said in rules: by rates, and by rules just above those that serve the clients. */
export function planAus2Config(config: Aus2Config, existing: Configuration): Aus2Plan {
  const names = new Set([...Object.keys(config.throttles), ...Object.keys(config.unsupportedPlatforms)]);
  const plans = [...names].sort().map((product) => planProduct(product, config, existing));
  return {
    steps: plans.flatMap(({ steps }) => steps),
    unused: [...plans.flatMap(({ unused }) => unused), ...unusedPatterns(config, channelsOf(existing, null))],
    problems: plans.flatMap(({ problems }) => problems),
  };
}

function planProduct(name: string, config: Aus2Config, existing: Configuration): Aus2Plan {
  const product = existing.products.find((one) => one.name === name);
  if (!product) {
    return {
      steps: [],
      unused: [`${name}: there is no such product here; import its snippets first`],
      problems: [],
    };
  }
  const part: ProductPart = {
    product: name,
    order: product.versionOrder,
    throttles: Object.entries(config.throttles[name] ?? {}),
    blocks: Object.entries(config.unsupportedPlatforms[name] ?? {}),
    exemptChannels: config.exemptChannels,
    knownChannels: channelsOf(existing, name),
    releases: new Map(existing.releases.map((release) => [release.name, release])),
  };
  const rules = existing.rules.filter((rule) => rule.product === null || rule.product === name);
  const bases = rules.filter((rule) => rule.enabled && rule.mapping !== null && !isOverlay(rule));
  const wanted = bases.map((rule) => ({ rule, ...wantedOf(rule, part) }));
  const earlier = rules.filter((rule) => rule.product === name && isOverlay(rule));
  return {
    steps: [
      ...wanted.flatMap(ownRate),
      ...overlaySteps(
        wanted.flatMap(({ overlays }) => overlays),
        earlier,
      ),
    ],
    unused: unusedParts(part, wanted),
    problems: wanted.flatMap((one) => problemsOf(one, rules)),
  };
}

function channelsOf({ channels, rules }: Configuration, product: string | null): string[] {
  const isHere = (row: { product: string | null }) =>
    product === null || row.product === null || row.product === product;
  const named = [
    ...channels.filter(isHere).map(({ name }) => name),
    ...rules.filter(isHere).flatMap(({ channel }) => (channel === null ? [] : [channel])),
  ];
  const plain = named.filter((channel) => !channel.endsWith("*"));
  return [...new Set(plain.flatMap((channel) => [channel, fallbackChannelOf(channel)]))].sort();
}

/** Made by this or an earlier import, in use or not. */
function isOverlay({ comment }: ConfiguredRule): boolean {
  return comment?.startsWith(overlayComment) ?? false;
}

type WantedFor = Wanted & { readonly rule: ConfiguredRule };

function ownRate({ rule, rate }: WantedFor): RuleStep[] {
  const isSame = rate === null || rate === rule.backgroundRate;
  return isSame ? [] : [{ before: rule, after: { ...rule, backgroundRate: rate } }];
}

/** Rules of an earlier import are used again, so that the same import twice changes nothing; what is left is switched off. */
function overlaySteps(overlays: readonly RuleFields[], earlier: readonly ConfiguredRule[]): RuleStep[] {
  const left = new Set(earlier);
  const take = (fits: (one: ConfiguredRule) => boolean) => {
    const found = [...left].find(fits) ?? null;
    if (found) left.delete(found);
    return found;
  };
  const changed = overlays.filter((fields) => !take((one) => isEqual(one, fields)));
  const steps = changed.map((after) => {
    return { before: take((one) => one.priority === after.priority && one.comment === after.comment), after };
  });
  const needless = [...left].filter(({ enabled }) => enabled);
  return [...steps, ...needless.map((before) => ({ before, after: { ...before, enabled: false } }))];
}

function isEqual(rule: ConfiguredRule, fields: RuleFields): boolean {
  return changedFields(rule, fields).length === 0;
}

/** The fields in which a rule is to be another. */
export function changedFields(before: ConfiguredRule, after: RuleFields): (keyof RuleFields)[] {
  return (Object.keys(after) as (keyof RuleFields)[]).filter((name) => before[name] !== after[name]);
}

function problemsOf({ rule, overlays }: WantedFor, rules: readonly ConfiguredRule[]): string[] {
  const highest = Math.max(rule.priority, ...overlays.map(({ priority }) => priority));
  const next = rules.filter((other) => other.priority > rule.priority && other.enabled && !isOverlay(other));
  const inTheWay = next.find(({ priority }) => priority <= highest);
  if (!inTheWay) return [];
  const [low, high] = [named(rule), named(inTheWay)];
  return [
    `Between ${low} and ${high} there is no room for ${highest - rule.priority} priorities: give ${high} and those above it higher ones`,
  ];
}

function named({ id, priority }: ConfiguredRule): string {
  return `rule ${id ?? "?"} (priority ${priority})`;
}

function unusedParts({ product, throttles, blocks }: ProductPart, wanted: readonly WantedFor[]): string[] {
  const versions = new Set(wanted.flatMap((one) => one.versions));
  const targets = new Set(wanted.flatMap((one) => one.targets));
  return [
    ...throttles
      .filter(([version, percentage]) => percentage < 100 && !versions.has(version))
      .map(
        ([version]) =>
          `throttles: no rule gives ${product} ${version} an update, so there is nothing to throttle`,
      ),
    ...blocks
      .filter(([target]) => !targets.has(target))
      .map(([target]) => `unsupportedPlatforms: no rule leads ${product} to a version like "${target}"`),
  ];
}

function unusedPatterns({ exemptChannels }: Aus2Config, known: readonly string[]): string[] {
  return exemptChannels
    .filter((pattern) => asConditions(pattern, known).length === 0)
    .map((pattern) => `exemptChannels: there is no channel like "${pattern}" here`);
}
