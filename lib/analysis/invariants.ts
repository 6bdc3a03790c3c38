import type { Snapshot } from "@/lib/decision/snapshot";
import { statementOf, type Invariant } from "@/lib/invariants/invariant";
import type { Expectation, Statement } from "@/lib/invariants/statement";
import { conditionNames, type Rule } from "@/lib/rules/rule";
import { compileConditions, type CompiledCondition } from "@/lib/rules/match";
import { compareVersionTexts, type VersionOrder } from "@/lib/versions/version";

import type { Branch, ClientState, Hop } from "./client-state";
import { hopOf } from "./path-traffic";
import { followAll, newestOf, type FollowedProduct } from "./paths";
import { pathOf } from "./shipped";

/** Clients for which an invariant does not hold. */
export type Broken = {
  readonly channel: string;
  readonly release: string;
  readonly version: string;
  readonly buildTarget: string;
  readonly locales: readonly string[];
  readonly osVersion: string;
  /** What they get instead. */
  readonly detail: string;
  /** What one of them asks for; null where it is not about one client. */
  readonly example: string | null;
};

export type Checked = {
  readonly name: string;
  /** How many builds (build target × locale × version, for each kind of system and channel) it was checked for. */
  readonly states: number;
  readonly broken: readonly Broken[];
};

/** An invariant, and for whom it does not hold. One that is switched off is not checked: null. */
export type CheckedInvariant = Invariant & {
  readonly rowVersion: number;
  readonly product: string;
  readonly states: number | null;
  readonly broken: readonly Broken[];
};

type Channels = readonly { readonly product: string; readonly name: string }[];

/** Follows one product's clients on one channel; asked again, it knows the answer. */
export type FollowProduct = (product: string, channel: string) => FollowedProduct;

export function follower(snapshot: Snapshot): FollowProduct {
  const known = new Map<string, FollowedProduct>();
  return (product, channel) => {
    const key = `${product}\n${channel}`;
    const followed = known.get(key) ?? followAll(snapshot, product, channel);
    known.set(key, followed);
    return followed;
  };
}

/** Whether what an invariant says holds for everything that its product has shipped. */
export function checkInvariant(
  snapshot: Snapshot,
  invariant: Invariant,
  { follow, channels }: { follow: FollowProduct; channels: Channels },
): Checked {
  const statement = statementOf(invariant);
  const broken: Broken[] = [];
  let states = 0;
  for (const channel of channelsOf(snapshot, statement, channels)) {
    const followed = follow(statement.product, channel);
    const meant = clientsMeant(followed, statement);
    if (!meant) {
      broken.push({
        ...nobody(channel),
        detail: "its version is none in the order of the product's versions",
      });
      continue;
    }
    states += meant.reduce((sum, { state, locales }) => sum + (state.count > 0 ? locales.length : 0), 0);
    broken.push(...checks[statement.expectation.kind]({ channel, statement, followed, meant } as never));
  }
  return { name: invariant.name, states, broken };
}

/** The channels that a statement means: the one that it names, or those that the configuration knows. */
function channelsOf({ input }: Snapshot, { product, channel }: Statement, channels: Channels): string[] {
  if (channel !== null && !channel.endsWith("*")) return [channel];
  const listed = channels.filter((one) => one.product === product).map(({ name }) => name);
  const ruled = input.rules
    .filter((rule) => rule.enabled && (rule.product === null || rule.product === product))
    .flatMap((rule) => (rule.channel === null || rule.channel.endsWith("*") ? [] : [rule.channel]));
  const prefix = channel?.slice(0, -1) ?? "";
  return [...new Set([...listed, ...ruled])].filter((name) => name.startsWith(prefix)).sort();
}

type Client = { readonly state: ClientState; readonly locales: readonly string[] };

const nobody = (channel: string) => ({
  channel,
  release: "",
  version: "",
  buildTarget: "",
  locales: [],
  osVersion: "",
  example: null,
});

/** Null where the product's order of versions cannot read them. */
function clientsMeant({ states, query, order }: FollowedProduct, { conditions }: Statement): Client[] | null {
  const { locale, ...others } = conditions;
  const compiled = compiledOrNull(others, order);
  if (!compiled) return null;
  const wanted = locale === undefined ? null : new Set(locale.split(","));
  return states.flatMap((state) => {
    const locales = state.group.locales.filter((one) => wanted === null || wanted.has(one));
    if (locales.length === 0) return [];
    const asked = query(state, "mapping");
    return compiled.every(({ matches }) => matches(asked)) ? [{ state, locales }] : [];
  });
}

function compiledOrNull(
  conditions: Statement["conditions"],
  order: VersionOrder,
): CompiledCondition[] | null {
  const unset = Object.fromEntries(conditionNames.map((name) => [name, null])) as unknown as Rule;
  try {
    return compileConditions({ ...unset, ...conditions }, order);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type About = {
  readonly channel: string;
  readonly statement: Statement;
  readonly followed: FollowedProduct;
  readonly meant: readonly Client[];
};

type Asked<Kind extends Expectation["kind"]> = About & {
  readonly statement: { readonly expectation: Extract<Expectation, { kind: Kind }> };
};

const checks: { [Kind in Expectation["kind"]]: (asked: Asked<Kind>) => Broken[] } = {
  reaches: (asked) => {
    const { followed, statement } = asked;
    const { version } = statement.expectation;
    return asked.meant.flatMap((client) => {
      const end = endOf(client.state, followed);
      const isThere = (compareVersionTexts(end.state.has.version, version, followed.order) ?? -1) >= 0;
      if (isThere && !end.isLoop) return [];
      return [broken(asked, client, end.isLoop ? "they go in a circle" : `they end at ${told(end.state)}`)];
    });
  },
  "gets only": (asked) => {
    const fits = anyOf(asked.statement.expectation.releases);
    return offers(asked, (release) => !fits(release));
  },
  "never gets": (asked) => offers(asked, anyOf(asked.statement.expectation.releases)),
  "gets an update": (asked) =>
    asked.meant.flatMap((client) => {
      const hop = hopOf(client.state, "mapping", asked.followed.answers);
      return hop.kind === "to" ? [] : [broken(asked, client, `they get none: ${whyNot(hop)}`)];
    }),
  "gets no update": (asked) => offers(asked, () => true),
  "has every build target": (asked) => missingBuilds(asked),
};

const branches: readonly Branch[] = ["mapping", "fallback"];

/** Clients that are offered a release which they should not get. */
function offers(asked: About, isWrong: (release: string) => boolean): Broken[] {
  return asked.meant.flatMap((client) => {
    const offered = branches.flatMap((branch) => {
      const hop = hopOf(client.state, branch, asked.followed.answers);
      return hop.kind === "to" && isWrong(hop.state.has.release) ? [hop.state] : [];
    });
    const [first] = offered;
    return first ? [broken(asked, client, `they get ${told(first)}`)] : [];
  });
}

function missingBuilds({ channel, statement, followed, meant }: About): Broken[] {
  const newest = newestOf(followed);
  const wanted = new Map<string, Set<string>>();
  for (const { state, locales } of meant) {
    const { buildTarget } = state.group;
    const known = wanted.get(buildTarget) ?? new Set();
    for (const one of statement.conditions.locale?.split(",") ?? locales) known.add(one);
    wanted.set(buildTarget, known);
  }
  return [...wanted].flatMap(([buildTarget, all]) => {
    const locales = newest
      ? [...all].filter((locale) => !followed.hasBuild(newest.release, buildTarget, locale))
      : [...all];
    if (locales.length === 0) return [];
    const detail = newest ? `${newest.release} has no build for them` : "no release is offered";
    const { release = "", version = "" } = newest ?? {};
    return [{ ...nobody(channel), release, version, buildTarget, locales, detail }];
  });
}

function endOf(start: ClientState, { answers }: FollowedProduct): { state: ClientState; isLoop: boolean } {
  const passed = new Set<ClientState>();
  let state = start;
  for (;;) {
    if (passed.has(state)) return { state, isLoop: true };
    passed.add(state);
    const hop: Hop = hopOf(state, "mapping", answers);
    if (hop.kind !== "to") return { state, isLoop: false };
    state = hop.state;
  }
}

function broken({ channel, followed }: About, { state, locales }: Client, detail: string): Broken {
  const { group, has, osVersion } = state;
  const { release, version } = has;
  const example = pathOf(followed.query(state, "mapping"));
  return { channel, release, version, buildTarget: group.buildTarget, locales, osVersion, detail, example };
}

const told = ({ has }: ClientState) => `${has.release} (${has.version})`;

const whyNot = (hop: Exclude<Hop, { kind: "to" }>) =>
  hop.kind === "desupported" ? `${hop.release} tells them why` : hop.reason;

/** Names in which "*" stands for anything. */
function anyOf(patterns: readonly string[]): (release: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s");
  });
  return (release) => expressions.some((expression) => expression.test(release));
}
