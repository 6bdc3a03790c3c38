import type { Client } from "./client";
import { isOver, readChangeSet, situationOf, type ShownChangeSet } from "./read-change-sets";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { ApiFailure } from "./problem";

const everyMs = 2_000;
/** How often in a row nobody may answer, so that a restart of the service is waited for. */
const mostSilent = 60;

/**
 * Waits until a change set is enacted, or can't be any more, and tells on the way what it waits for.
 *
 * @param patience milliseconds; null: for ever
 * @returns the change set as it was last
 */
export async function watchChangeSet(
  io: Io,
  client: Client,
  id: number,
  patience: number | null = null,
): Promise<ShownChangeSet> {
  let told = "";
  let silent = 0;
  for (let waited = 0; ; waited += everyMs) {
    const set = await readChangeSet(client, id).catch((error: unknown) => {
      silent += 1;
      if (!isPassing(error) || silent > mostSilent) throw error;
      return null;
    });
    if (set) {
      silent = 0;
      if (isOver(set) || (patience !== null && waited >= patience)) return set;
      const now = situationOf(set);
      if (now !== told) io.tell(now);
      told = now;
    }
    await io.pause(everyMs);
  }
}

/** The service does not answer at the moment, or has trouble. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiFailure ? error.http >= 500 : error instanceof Failure;
}

/** What a command that waited for a change set ends with. @throws Failure when it will not be enacted */
export function afterWatching(set: ShownChangeSet): ExitStatus {
  if (set.state === "enacted") return exitStatus.done;
  if (isOver(set)) throw new Failure(situationOf(set), undefined, { changeSet: set.id, state: set.state });
  return exitStatus.waiting;
}
