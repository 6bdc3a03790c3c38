import type { Actor } from "@/lib/access/role";

import { editChangeSet } from "./service-edit";
import { getChangeSet } from "./service-read";
import { withTiming, type Timing } from "./timing";

/**
 * Spreads what a change set does over time anew. That is an edit: its sign-offs are dropped.
 *
 * @throws Refusal as `withTiming` and `editChangeSet`
 */
export async function setTiming(
  actor: Actor,
  id: number,
  { rowVersion, timing }: { rowVersion: number; timing: Timing },
): Promise<void> {
  const { steps } = await getChangeSet(actor, id);
  const pending = steps.filter(({ state }) => state === "pending");
  await editChangeSet(actor, id, { rowVersion, steps: withTiming(pending, timing) });
}
