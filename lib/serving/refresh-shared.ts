import { env } from "@/lib/env";

import { SnapshotSource } from "./refresh";

// Next bundles each route on its own: what they share has to hang on the process.
const shared = globalThis as { aus3SnapshotSource?: SnapshotSource };

/** The one source of snapshots of this process. */
export function sharedSource(): SnapshotSource {
  return (shared.aus3SnapshotSource ??= new SnapshotSource(env().DATABASE_URL));
}
