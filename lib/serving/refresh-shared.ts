import { env } from "@/lib/env";

import { SnapshotSource } from "./refresh";

// Next bundles each route on its own: what they share has to hang on the process.
const shared = globalThis as { aus3SnapshotSource?: SnapshotSource };

/** The one source of snapshots of this process. */
export function sharedSource(): SnapshotSource {
  return (shared.aus3SnapshotSource ??= new SnapshotSource(env().DATABASE_URL));
}

const longestWait = 3_000;
const pause = 20;

/** Settles once this process's snapshot holds a revision, so that who made it sees it; or after three seconds. */
export async function untilSeen(revision: number): Promise<void> {
  const source = sharedSource();
  await source.ready;
  const end = Date.now() + longestWait;
  while (source.current().revision < revision && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
