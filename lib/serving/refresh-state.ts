import type { Held } from "@/lib/nodes/wave-gate";

import type { Head } from "./refresh-rows";

/** When clients began to be answered from a revision, by the clock that `performance.now()` reads. */
export type Served = {
  readonly revision: number;
  readonly at: number;
  /** The first of its process: that says nothing of how long it was under way. */
  readonly atStart: boolean;
  /** Of this and the revisions since this other one only shut-offs are meant, as that is held back; absent: everything. */
  readonly after?: number;
};

/** How it is with what clients are answered from. */
export type SourceState = {
  /** Null: there is no snapshot yet. */
  readonly head: Head | null;
  /** The snapshot comes from the disk, and no database has said since that it is the newest. */
  readonly fromDisk: boolean;
  /** When the database last said which revision is the newest; as `Served.at`. */
  readonly checkedAt: number | null;
  /** Why the database can't be followed; null: it can. */
  readonly problem: string | null;
  readonly isReplica: boolean;
  /** Milliseconds; null: unknown, or no replica. */
  readonly replicaLag: number | null;
  /** The revision of a replica that is older than what is served; null: it is not. */
  readonly olderRevision: number | null;
  /** The last revisions that were served. */
  readonly served: readonly Served[];
  /** A newer revision that is not served, as canaries have not let it pass; null: there is none. */
  readonly held: Held | null;
  /** The revision that was taken though no canary had said anything in time; null: not the one that is served. */
  readonly unchecked: number | null;
};

export const noState: SourceState = {
  head: null,
  fromDisk: false,
  checkedAt: null,
  problem: null,
  isReplica: false,
  replicaLag: null,
  olderRevision: null,
  served: [],
  held: null,
  unchecked: null,
};

/** How many revisions are remembered until they are reported. */
const mostServed = 50;

export function nowServing(
  state: SourceState,
  head: Head,
  { fromDisk, unchecked }: { fromDisk: boolean; unchecked: boolean },
): SourceState {
  // The same with other shut-offs is no other revision.
  if (state.head?.hash === head.hash) return { ...state, fromDisk };
  const served = { revision: head.revision, at: performance.now(), atStart: state.head === null };
  return {
    ...state,
    head,
    fromDisk,
    served: [...state.served, served].slice(-mostServed),
    unchecked: unchecked ? head.revision : null,
  };
}

/** With the shut-offs of revisions that are not served otherwise. */
export function nowHolding(state: SourceState, held: Held): SourceState {
  if (held.shutOffs <= held.revision || state.held?.shutOffs === held.shutOffs) return { ...state, held };
  const { revision: after, shutOffs: revision } = held;
  const served = { revision, at: performance.now(), atStart: false, after };
  return { ...state, held, served: [...state.served, served].slice(-mostServed) };
}
