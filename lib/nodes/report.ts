import { z } from "zod";

import { verdictSchema } from "./verdict";

const milliseconds = z.int().min(0);
const text = z.string().max(1_000);

/** What a serving node says of itself every two seconds, and whenever it answers from something else. */
export const nodeReportSchema = z.strictObject({
  name: z.string().min(1).max(100),
  dataCentre: z.string().max(100),
  /** Another one after each start. */
  process: z.string().min(1).max(60),
  /** Counts up with each report of a process. */
  sequence: z.int().min(1),
  /** By the node's own clock. */
  sentAt: z.iso.datetime(),
  /** Of the program. */
  version: z.string().max(100),
  /** Processes that answer clients, and how many there should be. */
  workers: z.int().min(0),
  workersWanted: z.int().min(1),
  /** What all of them answer from, or a newer one; null: nothing yet. */
  revision: z.int().min(0).nullable(),
  /** Of that revision. */
  hash: z.string().max(200),
  /** Revisions that became live since the last report that arrived, and how long ago. */
  live: z
    .array(
      z.strictObject({
        revision: z.int().min(0),
        age: milliseconds,
        atStart: z.boolean(),
        /** Only the shut-offs of this and the revisions since that other one, which is held back. */
        after: z.int().min(0).optional(),
      }),
    )
    .max(50),
  /** Clients are answered from the snapshot on disk, and no database has said since that it is the newest. */
  fromDisk: z.boolean(),
  /** Milliseconds since the database last said which revision is the newest; null: not since the start. */
  checkedAge: milliseconds.nullable(),
  /** Why the database can't be followed; null: it can. */
  problem: text.nullable(),
  isReplica: z.boolean(),
  replicaLag: milliseconds.nullable(),
  /** The revision of a replica that is older than what is served, and therefore refused. */
  olderRevision: z.int().nullable(),
  /** Answered since the start. */
  requests: z.int().min(0),
  perSecond: z.number().min(0),
  /** Snapshots on disk that were refused since the start. */
  refused: z.array(z.strictObject({ at: z.iso.datetime(), reason: text, detail: text })).max(10),
  /** Null: the node keeps none. */
  disk: z.strictObject({ revision: z.int().nullable(), problem: text.nullable() }).nullable(),
  /** This is its last report. */
  isLeaving: z.boolean(),
  // What is not so is left out: a service of an earlier version understands the rest.
  /** It takes revisions at once and checks them for the others. */
  canary: z.literal(true).optional(),
  /** What it found of a revision, until that has arrived. */
  verdict: verdictSchema.optional(),
  /** A newer revision that it does not serve, as lib/nodes/wave-gate.ts tells. */
  held: z
    .strictObject({
      revision: z.int().min(0),
      kind: z.enum(["waits", "stopped"]),
      by: z.array(z.string().max(100)).max(100),
      shutOffs: z.int().min(0),
      patience: milliseconds,
      problem: text.nullable(),
    })
    .optional(),
  /** The revision that it took though no canary said anything of it in time. */
  unchecked: z.int().optional(),
});

export type NodeReport = z.infer<typeof nodeReportSchema>;

/** A run of a node, as it was last heard of. */
export type NodeRun = {
  readonly firstSeenAt: Date;
  readonly seenAt: Date;
  /** Milliseconds by which its clock is ahead. */
  readonly clockOffset: number;
  readonly report: NodeReport;
};
