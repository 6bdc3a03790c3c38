import { expect, test } from "vitest";

import { alarmsOf, currentRuns } from "./alarms";
import type { NodeReport, NodeRun } from "./report";

const now = new Date("2026-11-27T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

const standard = {
  revision: 7,
  enactedAt: ago(60),
  now,
  version: "1.0",
  hashes: new Map([
    [6, "six"],
    [7, "seven"],
  ]),
  stopped: null,
};

type Overrides = Partial<NodeReport> & Partial<Omit<NodeRun, "report">>;

function run({
  firstSeenAt = ago(3_600),
  seenAt = ago(1),
  clockOffset = 3,
  ...said
}: Overrides = {}): NodeRun {
  return {
    firstSeenAt,
    seenAt,
    clockOffset,
    report: {
      name: "ams-1",
      dataCentre: "Amsterdam",
      process: "a",
      sequence: 9,
      sentAt: seenAt.toISOString(),
      version: "1.0",
      workers: 2,
      workersWanted: 2,
      revision: 7,
      hash: "seven",
      live: [],
      fromDisk: false,
      checkedAge: 300,
      problem: null,
      isReplica: false,
      replicaLag: null,
      olderRevision: null,
      requests: 5,
      perSecond: 1,
      refused: [],
      disk: { revision: 7, problem: null },
      isLeaving: false,
      ...said,
    },
  };
}

const held = (kind: "waits" | "stopped") => ({
  revision: 7,
  kind,
  by: ["fra-1"],
  shutOffs: 6,
  patience: 30_000,
  problem: null,
});

const codes = (...runs: NodeRun[]) => alarmsOf(runs, standard).map(({ code }) => code);
const refusal = { at: now.toISOString(), reason: "older", detail: "newest: it is of revision 3" };

test.each<[string, Overrides, string[]]>([
  ["a node that is well", {}, []],
  ["one that says nothing", { seenAt: ago(11), version: "0.9" }, ["silent"]],
  ["one that answers nobody yet", { revision: null, hash: "", problem: "refused" }, ["nothing-served"]],
  ["one that serves from its disk", { fromDisk: true, checkedAge: null, problem: "gone" }, ["from-disk"]],
  ["one that is behind", { revision: 6, hash: "six" }, ["behind"]],
  ["one that waits for canaries", { revision: 6, hash: "six", held: held("waits") }, []],
  [
    "one that holds back what canaries stopped",
    { revision: 6, hash: "six", held: held("stopped") },
    ["held"],
  ],
  [
    "one that can't know what canaries say",
    { revision: 6, hash: "six", held: { ...held("waits"), problem: "permission denied" } },
    ["held"],
  ],
  ["one that took what no canary had seen", { unchecked: 7 }, ["unchecked"]],
  ["one with a revision of another database", { hash: "other" }, ["other-database"]],
  ["one with a revision that is not there", { revision: 9, hash: "nine" }, ["other-database"]],
  [
    "one whose replica is older than what it serves",
    { isReplica: true, olderRevision: 5 },
    ["replica-behind"],
  ],
  ["one whose replica lags", { isReplica: true, replicaLag: 7_200_000 }, ["replica-lag"]],
  ["one that lost the database", { problem: "gone", checkedAge: 6_000 }, ["database-away"]],
  ["one that lost it this moment", { problem: "gone", checkedAge: 600 }, []],
  ["one that refused a snapshot", { refused: [refusal] }, ["refused"]],
  ["one whose disk is full", { disk: { revision: 6, problem: "ENOSPC" } }, ["disk"]],
  ["one of whose processes ended", { workers: 1 }, ["workers"]],
  ["one whose clock is slow", { clockOffset: -5_000 }, ["clock"]],
  ["one of another version", { version: "1.1" }, ["version"]],
])("%s", (_name, said, expected) => {
  expect(codes(run(said))).toEqual(expected);
});

test("a revision that took effect this moment may be on its way", () => {
  const fresh = { ...standard, enactedAt: ago(2) };
  expect(alarmsOf([run({ revision: 6, hash: "six" })], fresh)).toEqual([]);
});

test("errors come before warnings, and each says what it is about", () => {
  const alarms = alarmsOf([run({ clockOffset: 5_000, revision: 6, hash: "six" })], standard);
  expect(alarms).toEqual([
    {
      node: "ams-1",
      severity: "error",
      code: "behind",
      detail: expect.stringContaining("revision 6") as string,
    },
    { node: "ams-1", severity: "warning", code: "clock", detail: "Its clock is 5.0 s fast" },
  ]);
});

test("why a revision is held back is told where it may be", () => {
  const keeps = run({ revision: 6, hash: "six", held: held("stopped") });
  const detail = (stopped: Parameters<typeof alarmsOf>[1]["stopped"]) =>
    alarmsOf([keeps], { ...standard, stopped })[0]?.detail;
  expect(detail({ revision: 7, why: "never 131" })).toBe(
    "It keeps revision 6: revision 7 was stopped by fra-1: never 131",
  );
  expect(detail({ revision: 7, why: null })).toBe("It keeps revision 6: revision 7 was stopped by fra-1");
});

test("two nodes of one name are told, a restart is not", () => {
  const old = run({ process: "a", seenAt: ago(8) });
  const next = run({ process: "b", firstSeenAt: ago(7) });
  expect(codes(old, next)).toEqual([]);
  expect(codes(run({ process: "a" }), run({ process: "b", firstSeenAt: ago(30) }))).toEqual(["same-name"]);
});

test("a run counts until another one of its name follows, or it leaves", () => {
  const next = run({ process: "b", firstSeenAt: ago(7) });
  expect(currentRuns([run(), next])).toEqual([next]);
  expect(currentRuns([run(), run({ process: "b", firstSeenAt: ago(7), isLeaving: true })])).toEqual([]);
});
