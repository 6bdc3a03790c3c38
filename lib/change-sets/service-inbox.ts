import type { Person } from "@/lib/access/role";

import type { ChangeSetSummary } from "./service-read";
import { listChangeSets } from "./service-read";

/** Counting goes no further. */
const most = 20;
const day = 86_400_000;

export type Inbox = {
  /** What this person can sign, and their own drafts. */
  readonly forMe: readonly ChangeSetSummary[];
  readonly forOthers: readonly ChangeSetSummary[];
  /** With a step within the next 24 hours, or one that is late; the soonest first. */
  readonly due: readonly ChangeSetSummary[];
  /** Failed or expired within the last seven days. */
  readonly failed: readonly ChangeSetSummary[];
};

/** What somebody has to look at first. */
export async function readInbox(actor: Person, now: Date): Promise<Inbox> {
  const [forMe, forOthers, scheduled, failed] = await Promise.all([
    list(actor, { waitingFor: actor.email }),
    list(actor, { waitingForOthersThan: actor.email }),
    list(actor, { state: ["scheduled", "paused"] }),
    list(actor, { state: ["failed", "expired"] }),
  ]);
  const tomorrow = now.getTime() + day;
  return {
    forMe,
    forOthers,
    due: scheduled
      .filter((set) => (nextStep(set)?.getTime() ?? 0) <= tomorrow)
      .sort((a, b) => (nextStep(a)?.getTime() ?? 0) - (nextStep(b)?.getTime() ?? 0)),
    failed: failed.filter(({ updatedAt }) => updatedAt.getTime() > now.getTime() - 7 * day),
  };
}

function nextStep({ steps }: ChangeSetSummary): Date | null {
  return steps.find(({ state }) => state === "pending")?.at ?? null;
}

/** How many wait, as far as that is worth counting. */
export async function countInbox(actor: Person): Promise<{ me: number; others: number; scheduled: number }> {
  const [me, others, scheduled] = await Promise.all([
    list(actor, { waitingFor: actor.email }),
    list(actor, { waitingForOthersThan: actor.email }),
    list(actor, { state: ["scheduled", "paused"] }),
  ]);
  return { me: me.length, others: others.length, scheduled: scheduled.length };
}

/** How many wait for this person. */
export async function countForMe(actor: Person): Promise<number> {
  return (await list(actor, { waitingFor: actor.email })).length;
}

async function list(
  actor: Person,
  filter: Omit<Parameters<typeof listChangeSets>[1], "limit">,
): Promise<ChangeSetSummary[]> {
  return (await listChangeSets(actor, { ...filter, limit: most })).changeSets;
}
