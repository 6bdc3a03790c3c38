import { authorizeReading } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { consistently, db, type Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { programVersion } from "@/lib/program-version";

import { alarmsOf, currentRuns, silentAfter, type NodeAlarm } from "./alarms";
import { arrivalOf, type Arrival, type Present } from "./arrival";
import type { NodeRun } from "./report";
import { readWave } from "./service-waves";
import * as store from "./store";
import { deleteOldVerdicts } from "./store-waves";
import type { Wave } from "./wave";

/** How many revisions are followed to the nodes. */
const mostRevisions = 20;

export type ShownNode = Omit<NodeRun, "report"> &
  Omit<NodeRun["report"], "live" | "sequence" | "verdict"> & {
    /** Milliseconds since it was last heard of. */
    readonly silence: number;
  };

export type NodesView = {
  readonly revision: number;
  readonly nodes: readonly ShownNode[];
  readonly alarms: readonly NodeAlarm[];
  /** The newest revisions first. */
  readonly revisions: readonly Arrival[];
  /** How the newest revision comes from canaries to the rest; null: nothing to tell. */
  readonly wave: Wave | null;
};

/** The serving nodes, what is wrong with them, and how the last revisions came to them. */
export async function listNodes(actor: Actor): Promise<NodesView> {
  authorizeReading(actor);
  return consistently((read) => readNodes(read, actor));
}

async function readNodes(read: Db, actor: Actor): Promise<NodesView> {
  const now = await store.readClock(read);
  const runs = await store.listRuns(read);
  const newest = await store.listNewest(read, mostRevisions);
  const [head] = newest;
  const live = await store.listLive(read, newest.at(-1)?.id ?? 0);
  const present = presentOf(runs);
  const named = runs.flatMap(({ report: { revision } }) => (revision === null ? [] : [revision]));
  const hashes = new Map((await store.findRevisions(read, named)).map(({ id, hash }) => [id, hash]));
  const wave = await readWave(read, currentRuns(runs), actor);
  const standard = {
    revision: head?.id ?? 0,
    enactedAt: head?.at ?? now,
    now,
    version: programVersion,
    hashes,
    stopped: wave?.kind === "stopped" ? stoppedBy(wave) : null,
  };
  return {
    revision: standard.revision,
    nodes: currentRuns(runs)
      .map((run) => shown(run, now))
      .sort((a, b) => compare([a.dataCentre, a.name], [b.dataCentre, b.name])),
    alarms: alarmsOf(runs, standard),
    revisions: newest.map(({ id, at }) =>
      arrivalOf({ revision: id, enactedAt: at }, { present, live, silentAfter }),
    ),
    wave,
  };
}

function stoppedBy({ revision, failures }: Wave) {
  const names = [...new Set(failures.map(({ name }) => name))];
  return { revision, why: names.length === 0 ? null : names.join(", ") };
}

/** How a revision came to the nodes; null: there were none, or it is long ago. */
export async function findArrival(actor: Actor, revision: number): Promise<Arrival | null> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const [found] = await store.findRevisions(read, [revision]);
    if (!found) throw new Refusal("not-found", `There is no revision ${revision}`);
    const present = presentOf(await store.listRuns(read));
    const live = await store.listLive(read, revision);
    const arrival = arrivalOf({ revision, enactedAt: found.at }, { present, live, silentAfter });
    return arrival.nodes === 0 ? null : arrival;
  });
}

function presentOf(runs: readonly NodeRun[]): Present[] {
  const current = new Set(currentRuns(runs));
  return runs.map((run) => ({
    node: run.report.name,
    process: run.report.process,
    firstSeenAt: run.firstSeenAt,
    seenAt: run.seenAt,
    ended: !current.has(run),
  }));
}

function shown({ report, ...run }: NodeRun, now: Date): ShownNode {
  const { live: _live, sequence: _sequence, verdict: _verdict, ...said } = report;
  return { ...run, ...said, silence: Math.max(0, now.getTime() - run.seenAt.getTime()) };
}

function compare(a: readonly string[], b: readonly string[]): number {
  const [x, y] = [a.join("\n"), b.join("\n")];
  return x < y ? -1 : x > y ? 1 : 0;
}

const day = 86_400_000;

/** Forgets nodes that have been silent for a day. */
export async function forgetNodes(now: Date): Promise<void> {
  const before = new Date(now.getTime() - day);
  await store.deleteOldRuns(db(), before);
  await deleteOldVerdicts(db(), before);
}
