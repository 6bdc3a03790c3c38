import type { NodeReport } from "@/lib/nodes/report";
import { programVersion } from "@/lib/program-version";

/** What a node says that is as it should be, but for what is given. */
export function nodeReport(said: Partial<NodeReport>): NodeReport {
  return {
    name: "ams-1",
    dataCentre: "",
    process: "a",
    sequence: 1,
    sentAt: new Date().toISOString(),
    version: programVersion,
    workers: 1,
    workersWanted: 1,
    revision: 0,
    hash: "",
    live: [],
    fromDisk: false,
    checkedAge: 0,
    problem: null,
    isReplica: false,
    replicaLag: null,
    olderRevision: null,
    requests: 0,
    perSecond: 0,
    refused: [],
    disk: null,
    isLeaving: false,
    ...said,
  };
}
