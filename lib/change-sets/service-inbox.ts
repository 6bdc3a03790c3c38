import { authorizeReading } from "@/lib/access/can";
import type { Actor, Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";

import { maySeeChangeSet } from "./service-access";
import { listChangeSets, type ChangeSetSummary } from "./service-read";
import { findChangeSet } from "./store";
import { listChangeSets as listStored } from "./store-lists";

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

const mostNamed = 6;

/** Change sets by their number ("22" or "#22") or a part of their reason or author. */
export async function findChangeSetsNamed(
  actor: Actor,
  text: string,
): Promise<{ id: number; reason: string }[]> {
  authorizeReading(actor);
  const id = /^#?([1-9]\d{0,8})$/.exec(text)?.[1];
  const one = id === undefined ? null : await findChangeSet(db(), Number(id));
  const others = text.startsWith("#") ? [] : await listStored(db(), { text, limit: mostNamed });
  return [...(one ? [one] : []), ...others.filter((set) => set.id !== one?.id)]
    .filter((set) => maySeeChangeSet(actor, set))
    .map(({ id: number, reason }) => ({ id: number, reason }));
}
