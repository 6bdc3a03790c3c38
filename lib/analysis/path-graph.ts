import type { UpdateQuery } from "@/lib/protocol/request";

import type { Branch, ClientState, Hop } from "./client-state";
import { hopOf, Traffic, type Compare, type Edge, type Followed, type Station } from "./path-traffic";
import { pathOf, type Shipped } from "./shipped";

export type EndKind =
  /** At the newest version that the channel offers. */
  | "newest"
  /** Ahead of it from the start. */
  | "ahead"
  /** No update, though there is a newer version. */
  | "dead end"
  | "loop"
  /** Told that their system can run no newer version. */
  | "desupported"
  /** Outside a background rate, and without a fallback. */
  | "waits";

/** Where some clients end, and who they are. */
export type End = {
  readonly kind: EndKind;
  readonly branch: Branch;
  /** The release that they are left with; of a loop the one by which it is entered. */
  readonly release: string;
  readonly version: string;
  readonly reason: string;
  readonly rule: number | null;
  /** How many starts end here. */
  readonly count: number;
  readonly from: readonly string[];
  readonly buildTargets: readonly string[];
  readonly locales: readonly string[];
  /** The systems for which it is so. */
  readonly osVersions: readonly string[];
  /** The releases of a loop, in order; otherwise empty. */
  readonly loop: readonly string[];
  /** What the last of these clients asks for. */
  readonly example: string;
};

export type PathGraph = {
  readonly product: string;
  readonly channel: string;
  /** The newest version that clients of the channel are offered; null: none. */
  readonly newest: { readonly release: string; readonly version: string } | null;
  readonly stations: readonly Station[];
  readonly edges: readonly Edge[];
  readonly ends: readonly End[];
  /** How many starts there are: builds of all releases, for each kind of system. */
  readonly starts: number;
  /** Whether all who ask reach the newest, are ahead of it, or are told why not. */
  readonly isComplete: boolean;
};

type Lookup = {
  /** What clients have after an update to a release; null: it is none. */
  readonly broughtBy: (release: string) => Shipped | null;
  readonly pathOf: (state: ClientState) => UpdateQuery;
};

/** Where a state ends. The same object for all states that go on as one. */
type Fate = {
  readonly kind: EndKind;
  readonly at: ClientState;
  readonly reason: string;
  readonly loop: readonly ClientState[];
};

export function summarisePaths(followed: Followed, compare: Compare, lookup: Lookup): PathGraph {
  const { product, channel, states, answers } = followed;
  const newest = newestOffered(answers, compare, lookup);
  const asks = { answers, compare, newest };
  const traffic = new Traffic(compare);
  const ends: End[] = [];
  for (const branch of ["mapping", "fallback"] as const) {
    const fates = fatesOf(states, branch, asks);
    const counted = branch === "mapping" ? states : states.filter((state) => leavesMapping(state, answers));
    traffic.count(counted, branch, answers);
    ends.push(...gatherEnds(counted, branch, { fates, answers, lookup }));
  }
  const isFine = ({ kind }: End) => kind !== "dead end" && kind !== "loop";
  return {
    product,
    channel,
    newest,
    stations: traffic.stations(states),
    edges: traffic.edges(),
    ends: ends.sort((a, b) => rankOf(a) - rankOf(b) || b.count - a.count),
    starts: states.reduce((sum, { count }) => sum + count, 0),
    isComplete: ends.filter(({ branch }) => branch === "mapping").every(isFine),
  };
}

const kindsByRank: readonly EndKind[] = ["loop", "dead end", "waits", "desupported", "ahead", "newest"];

/** The worst first; of one kind those who ask before those outside a rate. */
function rankOf({ kind, branch }: End): number {
  return kindsByRank.indexOf(kind) + (branch === "fallback" ? 0.5 : 0);
}

/** Whether the fallback takes a state elsewhere, now or later. */
function leavesMapping(start: ClientState, answers: Followed["answers"]): boolean {
  const passed = new Set<ClientState>();
  for (let state: ClientState | null = start; state && !passed.has(state);) {
    passed.add(state);
    const answered = answers.get(state);
    if (!answered) return false;
    if (answered.fallback !== answered.mapping) return true;
    state = answered.mapping.kind === "to" ? answered.mapping.state : null;
  }
  return false;
}

export function newestOffered(
  answers: Followed["answers"],
  compare: Compare,
  { broughtBy }: Pick<Lookup, "broughtBy">,
): PathGraph["newest"] {
  const offered = new Map<string, Shipped>();
  const mappings = new Set<string>();
  for (const { mapping } of answers.values()) {
    if (mapping.kind === "to") offered.set(mapping.state.has.release, mapping.state.has);
    if (mapping.kind === "stays" && mapping.mapped !== null) mappings.add(mapping.mapped);
  }
  const brought = [...mappings].flatMap((release) => broughtBy(release) ?? []);
  let newest: PathGraph["newest"] = null;
  for (const { release, version } of [...offered.values(), ...brought]) {
    if (!newest || (compare(version, newest.version) ?? 0) > 0) newest = { release, version };
  }
  return newest;
}

type Asks = { answers: Followed["answers"]; compare: Compare; newest: PathGraph["newest"] };

/** Follows each state to its end; what several lead to is followed once. */
function fatesOf(states: readonly ClientState[], branch: Branch, asks: Asks): Map<ClientState, Fate> {
  const fates = new Map<ClientState, Fate>();
  for (const start of states) {
    const way: ClientState[] = [];
    const places = new Map<ClientState, number>();
    let state = start;
    let fate = fates.get(state);
    while (!fate) {
      const entered = places.get(state);
      if (entered !== undefined) {
        const loop = way.slice(entered);
        fate = { kind: "loop", at: state, reason: "the same updates are offered again and again", loop };
        break;
      }
      places.set(state, way.length);
      way.push(state);
      const hop = hopOf(state, branch, asks.answers);
      if (hop.kind === "to") {
        state = hop.state;
        fate = fates.get(state);
      } else fate = { ...endOf(state, hop, branch, asks), at: state, loop: [] };
    }
    for (const passed of way) fates.set(passed, fate);
  }
  return fates;
}

function endOf(
  state: ClientState,
  hop: Exclude<Hop, { kind: "to" }>,
  branch: Branch,
  { answers, compare, newest }: Asks,
): Pick<Fate, "kind" | "reason"> {
  if (hop.kind === "desupported") return { kind: "desupported", reason: `shown ${hop.release}` };
  const { reason } = hop;
  const difference = newest ? compare(state.has.version, newest.version) : 0;
  if (difference === 0) return { kind: "newest", reason };
  if (difference !== null && difference > 0) return { kind: "ahead", reason };
  const isRated = branch === "fallback" && answers.get(state)?.mapping.kind === "to";
  return { kind: isRated ? "waits" : "dead end", reason };
}

type Gathered = {
  fates: ReadonlyMap<ClientState, Fate>;
  answers: Followed["answers"];
  lookup: Lookup;
};

function gatherEnds(
  states: readonly ClientState[],
  branch: Branch,
  { fates, answers, lookup }: Gathered,
): End[] {
  const groups = new Map<string, { fate: Fate; rule: number | null; starts: ClientState[] }>();
  for (const start of states) {
    const fate = fates.get(start);
    if (!fate) continue;
    const rule = answers.get(fate.at)?.rule ?? null;
    const key = JSON.stringify([fate.kind, fate.at.has.release, fate.reason, rule, releasesOf(fate.loop)]);
    const group = groups.get(key);
    if (group) group.starts.push(start);
    else groups.set(key, { fate, rule, starts: [start] });
  }
  return [...groups.values()].map(({ fate, rule, starts }) => ({
    kind: fate.kind,
    branch,
    release: fate.at.has.release,
    version: fate.at.has.version,
    reason: fate.reason,
    rule,
    count: starts.reduce((sum, { count }) => sum + count, 0),
    from: unique(starts.map(({ has }) => has.release)),
    buildTargets: unique(starts.map(({ group }) => group.buildTarget)),
    locales: unique(starts.flatMap(({ group }) => group.locales)),
    osVersions: unique(starts.map(({ osVersion }) => osVersion)),
    loop: releasesOf(fate.loop),
    example: pathOf(lookup.pathOf(fate.at)),
  }));
}

/** From the first by name on, so that a loop is the same wherever it is entered. */
function releasesOf(loop: readonly ClientState[]): string[] {
  const names = loop.map(({ has }) => has.release);
  const first = names.indexOf([...names].sort()[0] ?? "");
  return first < 0 ? [] : [...names.slice(first), ...names.slice(0, first)];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
