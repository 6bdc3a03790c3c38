import type { Db, Tx } from "@/lib/db/client";

import type { Gated } from "./store-gated";
import { verdictDetailSchema } from "./verdict";
import type { KeptVerdict, Release } from "./wave";

/** What canaries said of a revision. What another version said otherwise is taken for nothing found. */
export async function listVerdicts(db: Db, { revision, hash }: Gated): Promise<KeptVerdict[]> {
  const found = await db.waveVerdict.findMany({
    where: { revision, hash },
    orderBy: { node: "asc" },
    select: { node: true, passed: true, at: true, detail: true },
  });
  const nothing = { invariants: 0, answers: 0, failures: [], warnings: [], broken: {} };
  return found.map(({ detail, ...row }) => ({
    ...row,
    detail: verdictDetailSchema.safeParse(detail).data ?? nothing,
  }));
}

export async function findRelease(db: Db, { revision, hash }: Gated): Promise<Release | null> {
  return db.waveRelease.findUnique({
    where: { revision_hash: { revision, hash } },
    select: { actor: true, reason: true, at: true },
  });
}

/** Lets a revision through, and tells the nodes that hold it back. */
export async function createRelease(
  tx: Tx,
  { revision, hash, actor, reason }: Gated & Pick<Release, "actor" | "reason">,
): Promise<void> {
  await tx.waveRelease.create({ data: { revision, hash, actor, reason } });
  await tx.$executeRaw`SELECT pg_notify('aus_waves', ${String(revision)})`;
}

/** Forgets old verdicts, but for those since a revision was last let pass: nodes go by them for as long as it takes. */
export async function deleteOldVerdicts(tx: Db, before: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM wave_verdicts WHERE at < ${before} AND revision < (
      SELECT max(verdict.revision) FROM wave_verdicts AS verdict
      WHERE passed OR EXISTS (
        SELECT FROM wave_releases AS let WHERE let.revision = verdict.revision AND let.hash = verdict.hash))`;
}
