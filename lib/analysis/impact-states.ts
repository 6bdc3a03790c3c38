import type { Snapshot } from "@/lib/decision/snapshot";

import { groupChannels } from "./channel-groups";
import type { AskedState } from "./impact";
import { listShipped, ordinaryClient, systemsOf, type LocaleGroup, type Shipped } from "./shipped";

/** Clients as the serving nodes count them. */
export type Observed = {
  readonly product: string;
  readonly channel: string;
  readonly version: string;
  readonly buildID: string;
  readonly buildTarget: string;
  readonly locale: string;
  readonly osVersion: string;
  /** How many requests of such clients there were. */
  readonly count: number;
};

/** What is asked for: every version of some products that two snapshots know, and what was observed. */
export type Question = {
  readonly products: readonly string[];
  readonly observed: readonly Observed[];
};

type Pair = readonly [before: Snapshot, after: Snapshot];

/** Every client state: shipped version × build target × locale × system × channel, and those that were observed. */
export function* statesToAsk(pair: Pair, { products, observed }: Question): Generator<AskedState> {
  const shipped = new Set<string>();
  for (const product of products) yield* matrix(pair, product, shipped);
  for (const { count, ...said } of observed) {
    const states = shipped.has(placeOf(said.product, said.buildTarget, said)) ? 0 : 1;
    yield { query: ordinaryClient(said, "1"), states, seen: count };
  }
}

function placeOf(product: string, buildTarget: string, { version, buildID }: Omit<Shipped, "release">) {
  return [product, buildTarget, version, buildID].join("\n");
}

function* matrix(pair: Pair, product: string, shipped: Set<string>): Generator<AskedState> {
  const groups = commonGroups(pair, product);
  for (const { buildTarget, shipped: all } of groups) {
    for (const has of all) shipped.add(placeOf(product, buildTarget, has));
  }
  for (const channels of groupChannels(pair, product, channelsOf(pair, product))) {
    for (const group of groups) yield* statesOf(pair, { product, channels }, group);
  }
}

function* statesOf(
  pair: Pair,
  { product, channels }: { product: string; channels: readonly string[] },
  { buildTarget, locales, shipped }: LocaleGroup,
): Generator<AskedState> {
  const [channel = ""] = channels;
  const place = { product, channel };
  const systems = new Set(pair.flatMap((snapshot) => systemsOf(snapshot, place, buildTarget)));
  const [locale = ""] = locales;
  for (const { version, buildID } of shipped) {
    for (const osVersion of systems) {
      const said = { ...place, version, buildID, buildTarget, locale, osVersion };
      yield { query: ordinaryClient(said, "1"), states: locales.length * channels.length, seen: 0, channels };
    }
  }
}

/** Channels that rules or pins name; of a prefix the channel that is just the prefix. */
function channelsOf(pair: Pair, product: string): string[] {
  const named = pair.flatMap(({ input }) => [
    ...input.rules.flatMap((rule) =>
      rule.enabled && (rule.product === null || rule.product === product) ? [rule.channel] : [],
    ),
    ...input.pins.filter((pin) => pin.product === product).map(({ channel }) => channel),
  ]);
  const channels = named.flatMap((channel) => (channel === null ? [] : [channel.replace(/\*$/, "")]));
  return [...new Set(channels.length === 0 ? ["release"] : channels)].filter((channel) => channel !== "");
}

/** Locales that neither snapshot tells apart, with what clients may have by either. */
export function commonGroups(pair: Pair, product: string): LocaleGroup[] {
  const sides = pair.map((one) => byPlace(listShipped(one, product, () => null)));
  const joined = new Map<string, { buildTarget: string; locales: string[]; shipped: readonly Shipped[] }>();
  for (const place of new Set(sides.flatMap((side) => [...side.keys()]))) {
    const both = sides.map((side) => side.get(place));
    const [buildTarget = "", locale = ""] = place.split("\n");
    const key = [buildTarget, ...both.map((placed) => placed?.index)].join("\n");
    const known = joined.get(key);
    if (known) known.locales.push(locale);
    else joined.set(key, { buildTarget, locales: [locale], shipped: bothShipped(both) });
  }
  return [...joined.values()];
}

type Placed = { readonly index: number; readonly group: LocaleGroup };

function byPlace(groups: readonly LocaleGroup[]): Map<string, Placed> {
  return new Map(
    groups.flatMap((group, index) =>
      group.locales.map((locale) => [`${group.buildTarget}\n${locale}`, { index, group }] as const),
    ),
  );
}

function bothShipped(placed: readonly (Placed | undefined)[]): Shipped[] {
  const all = placed.flatMap((one) => one?.group.shipped ?? []);
  return [...new Map(all.map((has) => [`${has.version}\n${has.buildID}`, has])).values()];
}
