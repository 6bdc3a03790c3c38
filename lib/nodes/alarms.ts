import type { NodeRun } from "./report";

/** Something about a node that somebody should look at. */
export type NodeAlarm = {
  readonly node: string;
  readonly severity: "error" | "warning";
  readonly code:
    | "silent"
    | "same-name"
    | "nothing-served"
    | "from-disk"
    | "behind"
    | "held"
    | "unchecked"
    | "other-database"
    | "replica-behind"
    | "replica-lag"
    | "database-away"
    | "refused"
    | "disk"
    | "workers"
    | "clock"
    | "version";
  readonly detail: string;
};

/** What nodes are compared with. */
export type Standard = {
  readonly revision: number;
  readonly enactedAt: Date;
  readonly now: Date;
  readonly version: string;
  /** The hash of each revision that a node named; a revision that is not there is none of ours. */
  readonly hashes: ReadonlyMap<number, string>;
  /** The revision that canaries stopped, and why as far as it may be told; null: none is stopped. */
  readonly stopped: { readonly revision: number; readonly why: string | null } | null;
};

/** Milliseconds after which a node that says nothing is told. */
export const silentAfter = 10_000;
/** In which a revision should be everywhere. */
const behindAfter = 5_000;
const replicaLagAfter = 10_000;
const clockAfter = 2_000;
const awayAfter = 5_000;
/** A run that was followed by another one of its name within this time was restarted. */
const restartTakes = 6_000;

type Check = (run: NodeRun, standard: Standard) => Omit<NodeAlarm, "node"> | null;

const checks: readonly Check[] = [
  ({ report: { revision, problem } }) =>
    revision === null
      ? error("nothing-served", `It answers no client yet: ${problem ?? "it has no snapshot"}`)
      : null,
  ({ report: { fromDisk, revision, problem } }) =>
    fromDisk && revision !== null
      ? error(
          "from-disk",
          `It serves the snapshot that was kept on its disk: ${problem ?? "no database yet"}`,
        )
      : null,
  behind,
  held,
  ({ report: { unchecked } }) =>
    unchecked === undefined
      ? null
      : warning(
          "unchecked",
          `No canary said anything about revision ${unchecked}: it was taken all the same`,
        ),
  otherDatabase,
  ({ report: { olderRevision, revision } }) =>
    olderRevision === null
      ? null
      : error(
          "replica-behind",
          `Its replica has revision ${olderRevision} only; it keeps serving revision ${String(revision)}`,
        ),
  ({ report: { replicaLag } }) =>
    replicaLag !== null && replicaLag > replicaLagAfter
      ? warning("replica-lag", `Its replica is ${inWords(replicaLag)} behind, or has lost its primary`)
      : null,
  ({ report: { fromDisk, problem, checkedAge } }) =>
    !fromDisk && problem !== null && (checkedAge ?? 0) > awayAfter
      ? error("database-away", `It can't follow the database for ${inWords(checkedAge ?? 0)}: ${problem}`)
      : null,
  ({ report: { refused } }) => {
    const last = refused.at(-1);
    return last ? error("refused", `It refused a kept snapshot (${last.reason}): ${last.detail}`) : null;
  },
  ({ report: { disk } }) =>
    disk !== null && disk.problem !== null
      ? warning("disk", `It can't keep its snapshot on disk: ${disk.problem}`)
      : null,
  ({ report: { workers, workersWanted, revision } }) =>
    workers < workersWanted && revision !== null
      ? warning("workers", `${workers} of its ${workersWanted} processes answer`)
      : null,
  ({ clockOffset }) =>
    Math.abs(clockOffset) > clockAfter
      ? warning(
          "clock",
          `Its clock is ${inWords(Math.abs(clockOffset))} ${clockOffset > 0 ? "fast" : "slow"}`,
        )
      : null,
  ({ report: { version } }, { version: ours }) =>
    version === ours ? null : warning("version", `It runs version ${version}; this is ${ours}`),
];

/** What is wrong with the nodes, errors first. @param runs the newest run of a name last */
export function alarmsOf(runs: readonly NodeRun[], standard: Standard): NodeAlarm[] {
  const found = currentRuns(runs).flatMap((run) => {
    const { name } = run.report;
    const silence = standard.now.getTime() - run.seenAt.getTime();
    if (silence > silentAfter) {
      return [{ node: name, ...error("silent", `It has said nothing for ${inWords(silence)}`) }];
    }
    return checks.flatMap((check) => {
      const alarm = check(run, standard);
      return alarm ? [{ node: name, ...alarm }] : [];
    });
  });
  const all = [...sameNames(runs, standard), ...found];
  return [
    ...all.filter(({ severity }) => severity === "error"),
    ...all.filter(({ severity }) => severity !== "error"),
  ];
}

/** The newest run of each name; a node that has said that it leaves is none. */
export function currentRuns(runs: readonly NodeRun[]): NodeRun[] {
  const newest = new Map<string, NodeRun>();
  for (const run of runs) {
    const known = newest.get(run.report.name);
    if (!known || known.firstSeenAt <= run.firstSeenAt) newest.set(run.report.name, run);
  }
  return [...newest.values()].filter(({ report }) => !report.isLeaving);
}

/** Two runs of one name that both went on after the second began are two nodes. */
function sameNames(runs: readonly NodeRun[], { now }: Standard): NodeAlarm[] {
  const alive = runs.filter(
    ({ seenAt, report }) => !report.isLeaving && now.getTime() - seenAt.getTime() <= silentAfter,
  );
  const names = new Set(alive.map(({ report }) => report.name));
  return [...names].flatMap((name) => {
    const same = alive.filter(({ report }) => report.name === name);
    const lastBegin = Math.max(...same.map(({ firstSeenAt }) => firstSeenAt.getTime()));
    const together = same.filter(({ seenAt }) => seenAt.getTime() > lastBegin + restartTakes);
    if (together.length < 2) return [];
    const detail = `${together.length} nodes have this name: give each an AUS_NODE of its own`;
    return [{ node: name, ...error("same-name", detail) }];
  });
}

function held({ report }: NodeRun, { stopped }: Standard): Omit<NodeAlarm, "node"> | null {
  const { revision: kept, held: back } = report;
  if (!back) return null;
  const { revision, kind, by, problem } = back;
  if (problem !== null) return error("held", `It can't read what canaries say: ${problem}`);
  if (kind === "waits") return null;
  const why = stopped?.revision === revision && stopped.why !== null ? `: ${stopped.why}` : "";
  return error(
    "held",
    `It keeps revision ${kept}: revision ${revision} was stopped by ${by.join(", ")}${why}`,
  );
}

function behind(
  { report: { revision, held: back } }: NodeRun,
  standard: Standard,
): Omit<NodeAlarm, "node"> | null {
  // Until its patience is over it stays behind on purpose.
  if (revision === null || revision >= standard.revision || back) return null;
  const since = standard.now.getTime() - standard.enactedAt.getTime();
  if (since <= behindAfter) return null;
  return error(
    "behind",
    `It serves revision ${revision}; ${standard.revision} took effect ${inWords(since)} ago`,
  );
}

function otherDatabase(
  { report: { revision, hash } }: NodeRun,
  { hashes }: Standard,
): Omit<NodeAlarm, "node"> | null {
  if (revision === null || revision === 0 || hashes.get(revision) === hash) return null;
  return error("other-database", `Its revision ${revision} is not ours: is its database another one?`);
}

const error = (code: NodeAlarm["code"], detail: string) => ({ severity: "error", code, detail }) as const;
const warning = (code: NodeAlarm["code"], detail: string) => ({ severity: "warning", code, detail }) as const;

/** "2.1 s", "3 min", "5 h". */
export function inWords(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  if (milliseconds < 7_200_000) return `${Math.round(milliseconds / 60_000)} min`;
  return `${Math.round(milliseconds / 3_600_000)} h`;
}
