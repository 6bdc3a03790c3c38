import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";

import { resolutionLengths } from "./span";
import { deleteStates, deleteTraffic, listToRollUp, rollUp } from "./store-roll-up";

const { hour, day } = resolutionLengths;
/** What was seen of client states is asked for of the last day. */
const statesKept = 2 * day;

/** Adds minutes up to hours and hours to days, and deletes what has been kept for its time. */
export async function rollUpTraffic(now: Date): Promise<void> {
  for (const resolution of ["hour", "day"] as const) {
    for (const at of await listToRollUp(db(), resolution)) {
      await transaction((tx) => rollUp(tx, resolution, at));
    }
  }
  const { TRAFFIC_MINUTES_HOURS, TRAFFIC_HOURS_DAYS, TRAFFIC_DAYS_DAYS } = env();
  // Whole hours and whole days at a time: what is added up again must be whole.
  const ago = (length: number, unit: number) => new Date(Math.floor((now.getTime() - length) / unit) * unit);
  await transaction(async (tx) => {
    await deleteTraffic(tx, "minute", ago(TRAFFIC_MINUTES_HOURS * hour, hour));
    await deleteTraffic(tx, "hour", ago(TRAFFIC_HOURS_DAYS * day, day));
    if (TRAFFIC_DAYS_DAYS > 0) await deleteTraffic(tx, "day", ago(TRAFFIC_DAYS_DAYS * day, day));
    await deleteStates(tx, ago(statesKept, hour));
  });
}
