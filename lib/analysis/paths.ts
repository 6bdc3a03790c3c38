import { decide } from "@/lib/decision/decide";
import type { CompiledBuild, Decision } from "@/lib/decision/decision";
import type { Snapshot } from "@/lib/decision/snapshot";
import type { UpdateQuery } from "@/lib/protocol/request";
import { compareVersionTexts, type VersionOrder } from "@/lib/versions/version";

import type { Answered, Branch, ClientState, Hop } from "./client-state";
import { fileOwners, type FileOwners } from "./file-owners";
import { newestOffered, summarisePaths, type PathGraph } from "./path-graph";
import { listShipped, ordinaryClient, shippedAs, systemsOf, type LocaleGroup, type Shipped } from "./shipped";

/** Where everything that a product has shipped is led to on one channel. */
export type FollowedProduct = {
  readonly states: readonly ClientState[];
  readonly answers: ReadonlyMap<ClientState, Answered>;
  readonly order: VersionOrder;
  /** What the first of a state's clients asks for. */
  readonly query: (state: ClientState, branch: Branch) => UpdateQuery;
  /** What clients have after an update to a release; null: it is none. */
  readonly broughtBy: (release: string) => Shipped | null;
  readonly hasBuild: (release: string, buildTarget: string, locale: string) => boolean;
};

/** Asks for everything that a product has shipped, and for what that leads to. */
export function followAll(snapshot: Snapshot, product: string, channel: string): FollowedProduct {
  const follower = new Follower(snapshot, product, channel);
  const starts: ClientState[] = [];
  for (const group of listShipped(snapshot, product, follower.owners)) {
    for (const osVersion of follower.systems(group.buildTarget)) {
      for (const has of group.shipped) starts.push(follower.stateOf(group, osVersion, has));
    }
  }
  const states = [...new Set(starts)];
  return {
    states,
    answers: follower.follow(states),
    order: snapshot.product(product).order,
    query: (state, branch) => follower.query(state, branch),
    broughtBy: (release) => follower.broughtBy(release),
    hasBuild: (release, buildTarget, locale) =>
      (snapshot.release(release)?.build(buildTarget, locale) ?? null) !== null,
  };
}

/** Follows the answers from everything that a product has shipped to where they end, on one channel. */
export function findPaths(snapshot: Snapshot, product: string, channel: string): PathGraph {
  const { states, answers, order, query, broughtBy } = followAll(snapshot, product, channel);
  return summarisePaths({ product, channel, states, answers }, comparing(order), {
    broughtBy,
    pathOf: (state) => query(state, "mapping"),
  });
}

/** The newest version that clients are offered; null: none. */
export function newestOf({ answers, order, broughtBy }: FollowedProduct): PathGraph["newest"] {
  return newestOffered(answers, comparing(order), { broughtBy });
}

function comparing(order: VersionOrder): (a: string, b: string) => number | null {
  return (a, b) => compareVersionTexts(a, b, order);
}

/** Asks for states, each once. */
class Follower {
  readonly #snapshot: Snapshot;
  readonly #product: string;
  readonly #channel: string;
  readonly owners: FileOwners;
  readonly #states = new Map<LocaleGroup, Map<string, ClientState>>();
  readonly #systems = new Map<string, readonly string[]>();

  constructor(snapshot: Snapshot, product: string, channel: string) {
    this.#snapshot = snapshot;
    this.#product = product;
    this.#channel = channel;
    this.owners = fileOwners(snapshot, product);
  }

  systems(buildTarget: string): readonly string[] {
    const known = this.#systems.get(buildTarget);
    if (known) return known;
    const place = { product: this.#product, channel: this.#channel };
    const found = systemsOf(this.#snapshot, place, buildTarget);
    this.#systems.set(buildTarget, found);
    return found;
  }

  /** One object for each state. Releases of equal versions and build IDs are one to clients. */
  stateOf(group: LocaleGroup, osVersion: string, has: Shipped): ClientState {
    const key = `${osVersion}\n${has.version}\n${has.buildID}`;
    const ofGroup = this.#states.get(group) ?? new Map<string, ClientState>();
    this.#states.set(group, ofGroup);
    const known = ofGroup.get(key);
    if (known) return known;
    const made = { group, osVersion, has, count: group.locales.length };
    ofGroup.set(key, made);
    return made;
  }

  /** The answers of states, and of those that they lead to. */
  follow(states: readonly ClientState[]): ReadonlyMap<ClientState, Answered> {
    const answers = new Map<ClientState, Answered>();
    const open = [...states];
    for (let state = open.pop(); state; state = open.pop()) {
      if (answers.has(state)) continue;
      const answered = this.#answer(state);
      answers.set(state, answered);
      for (const hop of [answered.mapping, answered.fallback]) {
        if (hop.kind === "to" && !answers.has(hop.state)) open.push(hop.state);
      }
    }
    return answers;
  }

  /** What clients have after an update to a release. */
  broughtBy(release: string): Shipped | null {
    const compiled = this.#snapshot.release(release);
    const [first] = compiled?.release.builds ?? [];
    const build = first && compiled?.build(first.buildTarget, first.locale);
    return compiled && build ? (this.owners(build.build) ?? shippedAs(compiled, build)) : null;
  }

  query({ group, osVersion, has }: ClientState, branch: Branch) {
    const [locale = ""] = group.locales;
    const { version, buildID } = has;
    const { buildTarget } = group;
    const said = { product: this.#product, channel: this.#channel, version, buildID, buildTarget, locale };
    return ordinaryClient({ ...said, osVersion }, branch === "mapping" ? "1" : "-1");
  }

  #answer(state: ClientState): Answered {
    const decision = this.#decide(state, "mapping");
    const mapping = this.#hop(state, decision, "mapping");
    const isRated = (decision.rule?.backgroundRate ?? 100) < 100;
    const fallback = isRated ? this.#hop(state, this.#decide(state, "fallback"), "fallback") : mapping;
    return { mapping, fallback, rule: decision.rule?.id ?? null };
  }

  /** Throttles of everything are passed: they say when, not where to. */
  #decide(state: ClientState, branch: Branch): Decision {
    return decide(this.#snapshot, this.query(state, branch), () => 0);
  }

  #hop(state: ClientState, { rule, outcome }: Decision, branch: Branch): Hop {
    if (outcome.kind === "desupport") return { kind: "desupported", release: outcome.release.release.name };
    if (outcome.kind === "update") {
      const offered = shippedAs(outcome.release, outcome.build);
      if (offered) {
        const has = this.#installed(outcome.build, offered);
        return { kind: "to", state: this.stateOf(state.group, state.osVersion, has) };
      }
    }
    const mapped = (branch === "mapping" ? rule?.mapping : rule?.fallbackMapping) ?? null;
    return { kind: "stays", reason: outcome.kind === "nothing" ? outcome.reason : "no update", mapped };
  }

  /** What a client has after the update: that of the release that the file was made for. */
  #installed({ build }: CompiledBuild, offered: Shipped): Shipped {
    return this.owners(build) ?? offered;
  }
}
