import { db, transaction } from "@/lib/db/client";
import { log } from "@/lib/log";

import { addStepJob, freeAbandoned, listMissed } from "./store";
import { giveUp } from "./tasks";

/** Finds what fell through: jobs of workers that were killed, and due steps without a job. */
export async function sweep(): Promise<void> {
  const abandoned = await freeAbandoned(db());
  if (abandoned.length > 0) {
    log.warn({ workers: abandoned }, "jobs of workers that have ended are taken over");
  }
  for (const { changeSet, exhausted } of await listMissed(db(), new Date())) {
    if (exhausted) {
      await giveUp(changeSet, exhausted);
    } else {
      await transaction((tx) => addStepJob(tx, changeSet, null));
    }
  }
}
