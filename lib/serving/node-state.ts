import type { Held } from "@/lib/nodes/wave-gate";

import type { DiskState, Refused } from "./refresh-disk";
import type { Served, SourceState } from "./refresh-state";

type Aged = Omit<Served, "at"> & { readonly age: number };

/** How a process that answers clients is doing; ages in milliseconds, since its clock is its own. */
export type WorkerState = Omit<SourceState, "checkedAt" | "served"> & {
  readonly checkedAge: number | null;
  readonly served: readonly Aged[];
  readonly refused: readonly Refused[];
  readonly disk: DiskState | null;
  /** Requests of clients that it answered. */
  readonly requests: number;
};

type OfDisk = { readonly state: DiskState; readonly refused: readonly Refused[] };

export function workerState(
  { checkedAt, served, ...state }: SourceState,
  { disk, requests }: { disk: OfDisk | null; requests: number },
): WorkerState {
  const now = performance.now();
  return {
    ...state,
    checkedAge: checkedAt === null ? null : Math.round(now - checkedAt),
    served: served.map(({ at, ...one }) => ({ ...one, age: Math.round(now - at) })),
    refused: disk?.refused ?? [],
    disk: disk?.state ?? null,
    requests,
  };
}

type Noted = { readonly state: WorkerState; readonly at: number };

/** How a node is doing: as well as that of its processes which is doing worst. */
export type NodeStanding = Omit<WorkerState, "served"> & {
  readonly workers: number;
  readonly served: readonly Served[];
};

const mostServed = 50;

/** Puts together what the processes of a node say of themselves. */
export class NodeProcesses {
  readonly #processes = new Map<number, Noted>();
  #endedRequests = 0;
  #served: Served[] = [];

  note(id: number, state: WorkerState): void {
    this.#processes.set(id, { state, at: performance.now() });
    this.#noteServed();
  }

  forget(id: number): void {
    this.#endedRequests += this.#processes.get(id)?.state.requests ?? 0;
    this.#processes.delete(id);
    this.#noteServed();
  }

  /** Null: no process has said anything. */
  standing(): NodeStanding | null {
    const all = [...this.#processes.values()];
    const [first] = all;
    if (!first) return null;
    const states = all.map(({ state }) => state);
    const now = performance.now();
    const ages = all.map(({ state: { checkedAge }, at }) => checkedAge && checkedAge + Math.round(now - at));
    const last = states.reduce((low, one) => (revisionOf(one) < revisionOf(low) ? one : low));
    return {
      workers: states.filter(({ head }) => head !== null).length,
      head: last.head,
      fromDisk: states.some(({ fromDisk }) => fromDisk),
      checkedAge: ages.some((age) => age === null) ? null : Math.max(...ages.map((age) => age ?? 0)),
      problem: firstSaid(states.map(({ problem }) => problem)),
      isReplica: last.isReplica,
      replicaLag: highest(states.map(({ replicaLag }) => replicaLag)),
      olderRevision: firstSaid(states.map(({ olderRevision }) => olderRevision)),
      served: this.#served,
      held: worstHeld(states),
      unchecked: highest(states.map(({ unchecked }) => unchecked)),
      refused: first.state.refused,
      disk: firstSaid(states.map(({ disk }) => (disk?.problem ? disk : null))) ?? first.state.disk,
      requests: states.reduce((sum, { requests }) => sum + requests, this.#endedRequests),
    };
  }

  /** A revision is live when the last process answers from it. */
  #noteServed(): void {
    const all = [...this.#processes.values()];
    const lowest = Math.min(...all.map(({ state }) => revisionOf(state)));
    if (all.length === 0 || lowest < 0) return;
    if (this.#served.findLast(isWhole)?.revision !== lowest) {
      const at = Math.max(...all.map((noted) => beganAt(noted, { revision: lowest })));
      this.#add({ revision: lowest, at, atStart: this.#served.length === 0 });
    }
    this.#noteShutOffs(all, lowest);
  }

  /** The shut-offs of a revision may be live, where the rest of an earlier one is held back. */
  #noteShutOffs(all: readonly Noted[], lowest: number): void {
    const revision = Math.min(...all.map(({ state }) => state.held?.shutOffs ?? revisionOf(state)));
    const after = Math.max(...all.map(({ state }) => state.held?.revision ?? 0));
    if (revision <= Math.max(lowest, after)) return;
    if (this.#served.some((one) => one.revision === revision && one.after === after)) return;
    const at = Math.max(...all.map((noted) => beganAt(noted, { revision, after })));
    this.#add({ revision, at, atStart: false, after });
  }

  #add(served: Served): void {
    this.#served = [...this.#served, served].slice(-mostServed);
  }
}

const isWhole = ({ after }: { readonly after?: number }) => after === undefined;

/** When a process began to answer from a revision, by our clock, or from a later one. */
function beganAt({ state: { served }, at }: Noted, { revision, after = 0 }: Omit<Served, "at" | "atStart">) {
  const ages = served
    .filter((one) => one.revision >= revision && (one.after ?? 0) <= after)
    .map(({ age }) => age);
  return at - Math.max(0, ...ages);
}

/** Of several processes the one that holds back the most, with the shut-offs that all of them have. */
function worstHeld(states: readonly WorkerState[]): Held | null {
  const held = states.flatMap((state) => state.held ?? []);
  const worst = held.find(({ kind }) => kind === "stopped") ?? held[0];
  if (!worst) return null;
  return { ...worst, shutOffs: Math.min(...states.map((one) => one.held?.shutOffs ?? revisionOf(one))) };
}

const revisionOf = ({ head }: WorkerState) => head?.revision ?? -1;

function firstSaid<T>(all: readonly (T | null)[]): T | null {
  return all.find((one) => one !== null) ?? null;
}

function highest(all: readonly (number | null)[]): number | null {
  const known = all.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}
