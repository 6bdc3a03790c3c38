import type { Submitted } from "@/lib/change-sets/service";

import { json } from "./route";

/** What became of a change: 202 where it is still to take effect. `also` is told besides. */
export function submitted(outcome: Submitted, also: object = {}): Response {
  const told = outcome.kind === "dry-run" ? { ...outcome, kind: "dryRun", ...also } : { ...outcome, ...also };
  const isToCome = outcome.kind === "waiting" || outcome.kind === "scheduled";
  return json(told, { status: isToCome ? 202 : 200 });
}
