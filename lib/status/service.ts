import { getRevision } from "@/lib/configuration/store";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { programVersion } from "@/lib/program-version";

export type Status = {
  /** The newest enacted revision. */
  readonly revision: number;
  readonly version: string;
  readonly environment: string;
};

/** What everybody who may use the API may know of this deployment. */
export async function readStatus(): Promise<Status> {
  return {
    revision: await getRevision(db()),
    version: programVersion,
    environment: env().AUS_ENVIRONMENT,
  };
}
