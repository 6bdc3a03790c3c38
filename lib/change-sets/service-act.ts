import type { Actor } from "@/lib/access/role";
import { rehearse } from "@/lib/db/client";

import { getChangeSet, type ChangeSetDetail } from "./service-read";

/** Does something to a change set, or only tries what would come of it, and looks at it afterwards. */
export async function actOn<Outcome>(
  actor: Actor,
  id: number,
  { dryRun }: { dryRun: boolean },
  deed: () => Promise<Outcome>,
): Promise<{ changeSet: ChangeSetDetail; outcome: Outcome }> {
  const act = async () => {
    const outcome = await deed();
    return { changeSet: await getChangeSet(actor, id), outcome };
  };
  return dryRun ? rehearse(act) : act();
}
