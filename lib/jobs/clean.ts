import { deleteEndedAttempts } from "@/lib/access/store";
import { db } from "@/lib/db/client";
import { deleteOldDeliveries } from "@/lib/hooks/store";
import { deleteOldKeys } from "@/lib/idempotency/service";
import { forgetNodes } from "@/lib/nodes/service";
import { deleteEndedSessions } from "@/lib/sessions/service";
import { deleteEndedLinks } from "@/lib/set-up/store";
import { deleteOldTasks } from "@/lib/tasks/store";

import { deleteReplaced } from "./store";

const day = 86_400_000;
/** How long it can be looked up what hooks were told. */
const deliveriesKept = 30 * day;
/** How long it can be looked up what came of work that took a while. */
const tasksKept = 90 * day;

/** Deletes rows that are good for nothing any more. */
export async function clean(now: Date): Promise<void> {
  await deleteEndedSessions(now);
  await deleteEndedLinks(db(), now);
  await deleteEndedAttempts(db(), now);
  await deleteOldDeliveries(db(), new Date(now.getTime() - deliveriesKept));
  await deleteOldKeys(now);
  await deleteOldTasks(db(), new Date(now.getTime() - tasksKept));
  await forgetNodes(now);
  await deleteReplaced(db());
}
