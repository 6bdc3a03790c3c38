import type { Answered, Branch, ClientState, Hop } from "./client-state";

/** A release on the way. */
export type Station = {
  readonly release: string;
  readonly version: string;
  /** How many builds of it clients start from. */
  readonly starts: number;
  /** How many of all starts come by or end here. */
  readonly visits: number;
};

export type Edge = {
  readonly from: string;
  readonly to: string;
  readonly branch: Branch;
  /** How many of all starts go this way. */
  readonly count: number;
  /** Clients end up with an older version. */
  readonly isDowngrade: boolean;
};

export type Followed = {
  readonly product: string;
  readonly channel: string;
  readonly states: readonly ClientState[];
  readonly answers: ReadonlyMap<ClientState, Answered>;
};

export type Compare = (a: string, b: string) => number | null;
export function hopOf(state: ClientState, branch: Branch, answers: Followed["answers"]): Hop {
  const answered = answers.get(state);
  if (!answered) throw new Error("Every state that answers lead to has been asked for");
  return answered[branch];
}

/** Counts who goes which way. */
export class Traffic {
  readonly #edges = new Map<string, { -readonly [Key in keyof Edge]: Edge[Key] }>();
  readonly #visits = new Map<string, { version: string; visits: number }>();
  readonly #compare: Compare;

  constructor(compare: Compare) {
    this.#compare = compare;
  }

  count(states: readonly ClientState[], branch: Branch, answers: Followed["answers"]): void {
    for (const start of states) {
      const passed = new Set<ClientState>();
      for (let state: ClientState | null = start; state && !passed.has(state);) {
        passed.add(state);
        if (branch === "mapping") this.#visit(state, start.count);
        const hop: Hop = hopOf(state, branch, answers);
        if (hop.kind === "to") this.#pass(state, hop.state, branch, start.count);
        state = hop.kind === "to" ? hop.state : null;
      }
    }
  }

  #visit({ has }: ClientState, count: number): void {
    const known = this.#visits.get(has.release);
    if (known) known.visits += count;
    else this.#visits.set(has.release, { version: has.version, visits: count });
  }

  #pass(from: ClientState, to: ClientState, branch: Branch, count: number): void {
    const key = `${branch}\n${from.has.release}\n${to.has.release}`;
    const known = this.#edges.get(key);
    if (known) {
      known.count += count;
      return;
    }
    const isDowngrade = (this.#compare(to.has.version, from.has.version) ?? 0) < 0;
    this.#edges.set(key, { from: from.has.release, to: to.has.release, branch, count, isDowngrade });
  }

  /** The newest first. */
  stations(states: readonly ClientState[]): Station[] {
    const starts = new Map<string, number>();
    for (const { has, count } of states) starts.set(has.release, (starts.get(has.release) ?? 0) + count);
    return [...this.#visits]
      .map(([release, { version, visits }]) => ({
        release,
        version,
        visits,
        starts: starts.get(release) ?? 0,
      }))
      .sort((a, b) => this.#compare(b.version, a.version) ?? 0);
  }

  edges(): Edge[] {
    return [...this.#edges.values()].sort((a, b) => b.count - a.count);
  }
}
