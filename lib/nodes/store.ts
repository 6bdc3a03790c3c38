import type { Db } from "@/lib/db/client";

import type { Live } from "./arrival";
import { nodeReportSchema, type NodeRun } from "./report";

/** Every run that is remembered, those that began last at the end. What another version reported otherwise is left out. */
export async function listRuns(db: Db): Promise<NodeRun[]> {
  const rows = await db.node.findMany({
    orderBy: [{ firstSeenAt: "asc" }],
    select: { firstSeenAt: true, seenAt: true, clockOffset: true, report: true },
  });
  return rows.flatMap(({ report, ...row }) => {
    const parsed = nodeReportSchema.safeParse(report);
    return parsed.success ? [{ ...row, report: parsed.data }] : [];
  });
}

/** Since when runs answer from a revision or a later one. */
export async function listLive(db: Db, from: number): Promise<Live[]> {
  const rows = await db.nodeRevision.findMany({
    where: { revision: { gte: from } },
    select: { name: true, process: true, revision: true, liveAt: true, atStart: true, after: true },
  });
  return rows.map(({ name, liveAt, ...row }) => ({ ...row, node: name, at: liveAt }));
}

type StoredRevision = { readonly id: number; readonly at: Date; readonly hash: string };

/** The newest revisions, the newest first. */
export async function listNewest(db: Db, most: number): Promise<StoredRevision[]> {
  return db.revision.findMany({
    orderBy: { id: "desc" },
    take: most,
    select: { id: true, at: true, hash: true },
  });
}

export async function findRevisions(db: Db, ids: readonly number[]): Promise<StoredRevision[]> {
  return db.revision.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, at: true, hash: true },
  });
}

/** By the database's clock, as everything that is kept of nodes. */
export async function readClock(db: Db): Promise<Date> {
  const [row] = await db.$queryRaw<[{ at: Date }]>`SELECT clock_timestamp() AS at`;
  return row.at;
}

/** Forgets runs that have said nothing for long, and with them since when they answered from what. */
export async function deleteOldRuns(db: Db, before: Date): Promise<void> {
  await db.node.deleteMany({ where: { seenAt: { lt: before } } });
  await db.nodeRevision.deleteMany({ where: { liveAt: { lt: before } } });
}
