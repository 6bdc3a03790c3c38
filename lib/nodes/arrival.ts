import { inWords } from "./alarms";

/** When a run of a node began to answer from a revision. */
export type Live = {
  readonly node: string;
  readonly process: string;
  readonly revision: number;
  readonly at: Date;
  readonly atStart: boolean;
  /** Of this and the revisions since that other one only shut-offs are meant, as that is held back; 0: everything. */
  readonly after: number;
};

/** A run of a node that was there when a revision took effect. */
export type Present = {
  readonly node: string;
  readonly process: string;
  readonly firstSeenAt: Date;
  readonly seenAt: Date;
  /** It was stopped, or another run of its name followed. */
  readonly ended: boolean;
};

/** How a revision came to the nodes. */
export type Arrival = {
  readonly revision: number;
  readonly enactedAt: Date;
  /** The nodes that were there when it took effect. */
  readonly nodes: number;
  /** How many of them answer from it or from a newer one. */
  readonly live: number;
  /** When the last one began to; null: not all have. */
  readonly everywhereAt: Date | null;
  /** The last one, and how long it took. */
  readonly slowest: { readonly node: string; readonly took: number } | null;
  /** Those that have not. */
  readonly missing: readonly string[];
};

/**
 * How a revision came to the nodes that were there when it took effect. One that started later had it from its
 * beginning, and one that ended before it came is not waited for.
 *
 * @param live in any order
 */
export function arrivalOf(
  { revision, enactedAt }: { revision: number; enactedAt: Date },
  { present, live, silentAfter }: { present: readonly Present[]; live: readonly Live[]; silentAfter: number },
): Arrival {
  const there = present.filter(
    ({ firstSeenAt, seenAt }) =>
      firstSeenAt <= enactedAt && seenAt.getTime() + silentAfter >= enactedAt.getTime(),
  );
  const arrived = there.flatMap((run) => {
    const at = firstWith(run, revision, live);
    return at === null ? [] : [{ node: run.node, at, took: Math.max(0, at.getTime() - enactedAt.getTime()) }];
  });
  const names = new Set(arrived.map(({ node }) => node));
  const missing = there.filter(({ node, ended }) => !ended && !names.has(node)).map(({ node }) => node);
  const slowest = arrived.reduce<(typeof arrived)[number] | null>(
    (last, one) => (last === null || one.took > last.took ? one : last),
    null,
  );
  const isEverywhere = arrived.length > 0 && missing.length === 0;
  return {
    revision,
    enactedAt,
    nodes: arrived.length + missing.length,
    live: arrived.length,
    everywhereAt: isEverywhere && slowest ? slowest.at : null,
    slowest: slowest && { node: slowest.node, took: slowest.took },
    missing,
  };
}

/** A node that skips a revision serves what it brought with the next one. */
function firstWith({ node, process }: Present, revision: number, live: readonly Live[]): Date | null {
  return live.reduce<Date | null>((first, one) => {
    if (one.node !== node || one.process !== process || one.revision < revision) return first;
    if (revision <= one.after) return first;
    return first === null || one.at < first ? one.at : first;
  }, null);
}

/** "live on all 6 nodes at 14:03:07 UTC, slowest ams-1 after 2.1 s". */
export function arrivalInWords({ nodes, live, everywhereAt, slowest, missing }: Arrival): string {
  if (nodes === 0) return "no node was there to report it";
  if (everywhereAt === null) return `live on ${live} of ${nodes} nodes, not on ${missing.join(", ")}`;
  const at = `${everywhereAt.toISOString().slice(11, 19)} UTC`;
  const took = inWords(slowest?.took ?? 0);
  if (nodes === 1) return `live at ${at}, after ${took}`;
  return `live on all ${nodes} nodes at ${at}, slowest ${slowest?.node ?? ""} after ${took}`;
}
