import type { Snapshot } from "@/lib/decision/snapshot";
import { env } from "@/lib/env";

import { SnapshotSource } from "./refresh";

// Next loads this module once for its pages and once for its routes; one connection is enough for both.
const shared = globalThis as { ausSnapshots?: SnapshotSource };

/** The newest snapshot, for pages and routes beside the front process. Waits for the first one. */
export async function newestSnapshot(): Promise<Snapshot> {
  const source = (shared.ausSnapshots ??= new SnapshotSource(env().DATABASE_URL));
  await source.ready;
  return source.current();
}
