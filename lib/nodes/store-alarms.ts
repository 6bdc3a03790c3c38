import type { Tx } from "@/lib/db/client";

import type { NodeAlarm } from "./alarms";

export function listTold(tx: Tx): Promise<{ node: string; code: string }[]> {
  return tx.nodeAlarm.findMany({ select: { node: true, code: true } });
}

/** Notes what is wrong now; what was noted before keeps its beginning. */
export async function putTold(tx: Tx, alarms: readonly NodeAlarm[], now: Date): Promise<void> {
  for (const { node, code } of alarms) {
    await tx.nodeAlarm.upsert({
      where: { node_code: { node, code } },
      create: { node, code, since: now, seenAt: now },
      update: { seenAt: now },
    });
  }
}

/** Forgets what has not been wrong any more since then. */
export async function deleteTold(tx: Tx, before: Date): Promise<void> {
  await tx.nodeAlarm.deleteMany({ where: { seenAt: { lt: before } } });
}
