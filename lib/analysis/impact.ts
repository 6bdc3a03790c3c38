import type { Outcome, Update } from "@/lib/decision/decision";
import type { Snapshot } from "@/lib/decision/snapshot";
import type { UpdateQuery } from "@/lib/protocol/request";

import { answersFor, areSame, bodyOf, labelOf, type Answers } from "./impact-answer";
import { pathOf } from "./shipped";

export type ImpactKind =
  | "new update"
  | "other release"
  | "no update any more"
  | "notice shown"
  | "notice gone"
  | "partial lost"
  | "partial gained"
  | "files changed"
  | "attributes changed"
  | "add-ons changed"
  /** Another share of background checks gets the same, or who is outside the rate gets something else. */
  | "held back differently";

/** Clients whose answers change in the same way. */
export type ImpactGroup = {
  readonly kind: ImpactKind;
  /** The release or why there is none; "25 % of …" where not everybody gets it. */
  readonly before: string;
  readonly after: string;
  /** How many client states there are. */
  readonly states: number;
  /** How many requests of observed clients these are. */
  readonly seen: number;
  readonly products: readonly string[];
  readonly channels: readonly string[];
  readonly versions: readonly string[];
  readonly buildTargets: readonly string[];
  /** One of them: what it asks for, and both answers. */
  readonly example: { readonly path: string; readonly before: string; readonly after: string };
};

export type Impact = {
  /** The largest first. */
  readonly groups: readonly ImpactGroup[];
  /** How many client states were asked for; `changed` of them get another answer. */
  readonly states: number;
  readonly changed: number;
  /** The same of requests of observed clients. */
  readonly seen: number;
  readonly seenChanged: number;
};

/** Clients that say the same. */
export type AskedState = {
  /** As of somebody who asks: `force` 1. */
  readonly query: UpdateQuery;
  /** What the second snapshot is asked; the same when left out. */
  readonly then?: UpdateQuery;
  /** How many client states this one stands for. */
  readonly states: number;
  /** How many requests of such clients were observed. */
  readonly seen: number;
  /** The channels that it stands for; its own when left out. */
  readonly channels?: readonly string[];
};

type Difference = { readonly kind: ImpactKind; readonly before: string; readonly after: string };

/** What one state gets from two snapshots. */
type Both = {
  readonly before: Answers;
  readonly after: Answers;
  readonly queries: readonly [before: UpdateQuery, after: UpdateQuery];
  /** Whether it matters where files come from. */
  readonly withUrls: boolean;
};

/** Asks two snapshots for every state, and groups the answers that differ by what the difference means. */
export function findImpact(
  before: Snapshot,
  after: Snapshot,
  asked: Iterable<AskedState>,
  { withUrls } = { withUrls: true },
): Impact {
  const known = new Map<string, Difference | null>();
  const groups = new Map<string, Group>();
  const totals = { states: 0, changed: 0, seen: 0, seenChanged: 0 };
  for (const state of asked) {
    const then = state.then ?? state.query;
    const [old, young] = [answersFor(before, state.query), answersFor(after, then)];
    const both: Both = { before: old, after: young, queries: [state.query, then], withUrls };
    const pair = `${old.key}\n${young.key}`;
    let difference = known.get(pair);
    if (difference === undefined) {
      difference = differenceOf(both);
      known.set(pair, difference);
    }
    totals.states += state.states;
    totals.seen += state.seen;
    if (!difference) continue;
    totals.changed += state.states;
    totals.seenChanged += state.seen;
    const key = `${difference.kind}\n${difference.before}\n${difference.after}`;
    const group = groups.get(key) ?? new Group(difference, exampleOf(both));
    groups.set(key, group);
    group.add(state);
  }
  const told = [...groups.values()].map((group) => group.told());
  return { ...totals, groups: told.sort((a, b) => b.seen - a.seen || b.states - a.states) };
}

/** Null: the answers are the same. */
function differenceOf(both: Both): Difference | null {
  const { before, after } = both;
  const [old, young] = [before.inside.outcome, after.inside.outcome];
  const isEqual = sameAnswer(both, "inside");
  if (!isEqual) {
    return { kind: kindOf(old, young, both.withUrls), before: labelOf(old), after: labelOf(young) };
  }
  const sameOutside = before.outside === after.outside || sameAnswer(both, "outside");
  const getsNothing = [old, before.outside?.outcome, after.outside?.outcome].every(
    (outcome) => outcome === undefined || outcome.kind === "nothing",
  );
  if (getsNothing || (before.share === after.share && sameOutside)) return null;
  return { kind: "held back differently", before: shareOf(before), after: shareOf(after) };
}

function sameAnswer({ before, after, queries, withUrls }: Both, side: "inside" | "outside"): boolean {
  const [old, young] = [before[side], after[side]];
  if (!old || !young) return false;
  if (areSame(old, young)) return true;
  const bodies = [bodyOf(before.snapshot, old, queries[0]), bodyOf(after.snapshot, young, queries[1])];
  const [one, other] = withUrls ? bodies : bodies.map(withoutUrls);
  return one === other;
}

function withoutUrls(body: string): string {
  return body.replace(/ URL="[^"]*"/g, "");
}

function shareOf({ inside, outside, share }: Answers): string {
  const gets = `${share} % get ${labelOf(inside.outcome)}`;
  return outside ? `${gets}, the others ${labelOf(outside.outcome)}` : gets;
}

function kindOf(before: Outcome, after: Outcome, withUrls: boolean): ImpactKind {
  if (after.kind === "desupport") return "notice shown";
  if (before.kind === "desupport") return "notice gone";
  if (after.kind === "nothing") return "no update any more";
  if (before.kind === "nothing") return "new update";
  if (before.release.release.name !== after.release.release.name) return "other release";
  if (before.kind === "update" && after.kind === "update") return kindOfUpdates(before, after, withUrls);
  return before.kind === "addons" ? "add-ons changed" : "files changed";
}

/** Of one release. */
function kindOfUpdates(before: Update, after: Update, withUrls: boolean): ImpactKind {
  if (before.partial && !after.partial) return "partial lost";
  if (!before.partial && after.partial) return "partial gained";
  return filesOf(before, withUrls) === filesOf(after, withUrls) ? "attributes changed" : "files changed";
}

function filesOf({ complete, partial, build }: Update, withUrls: boolean): string {
  const chosen = [complete && build.complete[complete.index], partial && build.partial[partial.index]];
  const files = chosen.map((patch) => patch && [patch.patch.hashValue, patch.patch.size]);
  return JSON.stringify([withUrls && [complete?.url, partial?.url], files]);
}

function exampleOf({ before, after, queries: [query, then] }: Both): ImpactGroup["example"] {
  return {
    path: pathOf(query),
    before: bodyOf(before.snapshot, before.inside, query),
    after: bodyOf(after.snapshot, after.inside, then),
  };
}

const mostNamed = 100;

/** Counts the states of one difference. */
class Group {
  readonly #difference: Difference;
  readonly #example: ImpactGroup["example"];
  readonly #names = {
    products: new Set<string>(),
    versions: new Set<string>(),
    buildTargets: new Set<string>(),
  };
  readonly #channels = new Set<readonly string[] | string>();
  #states = 0;
  #seen = 0;

  constructor(difference: Difference, example: ImpactGroup["example"]) {
    this.#difference = difference;
    this.#example = example;
  }

  add({ query, states, seen, channels }: AskedState): void {
    this.#states += states;
    this.#seen += seen;
    this.#names.products.add(query.product);
    this.#channels.add(channels ?? query.channel);
    this.#names.versions.add(query.version);
    this.#names.buildTargets.add(query.buildTarget);
  }

  told(): ImpactGroup {
    const list = (names: ReadonlySet<string>) => [...names].slice(0, mostNamed).sort();
    const { products, versions, buildTargets } = this.#names;
    return {
      ...this.#difference,
      states: this.#states,
      seen: this.#seen,
      products: list(products),
      channels: list(new Set([...this.#channels].flat())),
      versions: list(versions),
      buildTargets: list(buildTargets),
      example: this.#example,
    };
  }
}
