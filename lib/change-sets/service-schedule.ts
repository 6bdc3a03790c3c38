import { actorName, type Actor } from "@/lib/access/role";
import { db, transaction, type Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { addStepJob } from "@/lib/jobs/store";

import { pendingSteps } from "./change-set";
import { lockToDrive } from "./service-access";
import { authorOf, enactStep, getLocked } from "./service-settle";
import * as store from "./store";
import { listDueIds, listExpiredIds } from "./store-lists";

/** Gives up a change set of which nothing has been enacted. */
export async function cancelChangeSet(
  actor: Actor,
  id: number,
  { rowVersion, text = "" }: { rowVersion?: number | undefined; text?: string } = {},
): Promise<void> {
  const now = new Date();
  await transaction(async (tx) => {
    const states = ["draft", "proposed", "scheduled", "paused"] as const;
    const set = await lockToDrive(tx, actor, id, { deed: "cancel", states, rowVersion });
    if (set.steps.some(({ state }) => state === "enacted")) {
      const detail = `Steps of change set ${id} have been enacted: abort it instead`;
      throw new Refusal("invalid", detail, { errors: [{ pointer: "", detail }] });
    }
    await store.skipPendingSteps(tx, id);
    await store.updateChangeSet(tx, id, { state: "cancelled", expiresAt: null, updatedAt: now });
    await store.addEvent(tx, id, { kind: "cancelled", actor: actorName(actor), at: now, text });
  });
}

/** Holds back the steps that are still to come. */
export async function pauseChangeSet(
  actor: Actor,
  id: number,
  text = "",
  rowVersion?: number,
): Promise<void> {
  await move(actor, id, {
    deed: "pause",
    from: "scheduled",
    to: "paused",
    event: "paused",
    text,
    rowVersion,
  });
}

/** Lets the steps of a paused change set go on; those that became due meanwhile follow at once. */
export async function continueChangeSet(
  actor: Actor,
  id: number,
  text = "",
  rowVersion?: number,
): Promise<void> {
  await move(actor, id, {
    deed: "continue",
    from: "paused",
    to: "scheduled",
    event: "continued",
    text,
    rowVersion,
  });
}

type Move = {
  readonly deed: string;
  readonly from: "scheduled" | "paused";
  readonly to: "scheduled" | "paused";
  readonly event: "paused" | "continued";
  readonly text: string;
  readonly rowVersion: number | undefined;
};

async function move(
  actor: Actor,
  id: number,
  { deed, from, to, event, text, rowVersion }: Move,
): Promise<void> {
  const now = new Date();
  await transaction(async (tx) => {
    const set = await lockToDrive(tx, actor, id, { deed, states: [from], rowVersion });
    await store.updateChangeSet(tx, id, { state: to, updatedAt: now });
    const [next] = pendingSteps(set);
    if (to === "scheduled" && next) await addStepJob(tx, id, next.at);
    await store.addEvent(tx, id, { kind: event, actor: actorName(actor), at: now, text });
  });
}

/** Skips the steps that are still to come. @returns the revisions of those that were enacted, to be rolled back */
export async function abortChangeSet(
  actor: Actor,
  id: number,
  text = "",
  rowVersion?: number,
): Promise<{ revisions: number[] }> {
  const now = new Date();
  return transaction(async (tx) => {
    const set = await lockToDrive(tx, actor, id, {
      deed: "abort",
      states: ["scheduled", "paused"],
      rowVersion,
    });
    await store.skipPendingSteps(tx, id);
    await store.updateChangeSet(tx, id, { state: "cancelled", expiresAt: null, updatedAt: now });
    await store.addEvent(tx, id, { kind: "aborted", actor: actorName(actor), at: now, text });
    return { revisions: set.steps.flatMap(({ revision }) => (revision === null ? [] : [revision])) };
  });
}

/** The numbers of change sets whose next step is due, those that wait longest first. */
export async function listDueChangeSets(now: Date): Promise<number[]> {
  return listDueIds(db(), now);
}

export type DueStep =
  /** Another worker was faster, or there is nothing due. */
  | { readonly kind: "nothing" }
  | { readonly kind: "enacted"; readonly revision: number | null }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Enacts the next step of a change set if it is due: exactly once, however many try. What may not be enacted fails,
 * with its reason. A defect is thrown, and leaves everything as it was.
 */
export async function enactDueStep(id: number, now: Date): Promise<DueStep> {
  try {
    return await transaction(async (tx): Promise<DueStep> => {
      const step = await lockDueStep(tx, id, now);
      if (!step) return { kind: "nothing" };
      const actor = await authorOf(tx, await getLocked(tx, id), now);
      return { kind: "enacted", revision: await enactStep(tx, id, step, { actor, now }) };
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reason = describe(error);
    return (await failChangeSet(id, { reason, now })) ? { kind: "failed", reason } : { kind: "nothing" };
  }
}

async function lockDueStep(tx: Tx, id: number, now: Date) {
  const set = await store.lockChangeSet(tx, id);
  if (set?.state !== "scheduled") return null;
  const [step] = pendingSteps(set);
  return step && (step.at === null || step.at <= now) ? step : null;
}

function describe({ message, conflicts, errors }: Refusal): string {
  const rows = conflicts.map(({ entity, key }) => `${entity} ${key} was changed meanwhile`);
  const details = [...rows, ...errors.map(({ detail }) => detail)].filter((detail) => detail !== message);
  return [message, ...details.slice(0, 5)].join("; ");
}

/** Marks a change set that is scheduled as failed. @returns false when it is not scheduled any more */
export async function failChangeSet(
  id: number,
  { reason, now }: { reason: string; now: Date },
): Promise<boolean> {
  return transaction(async (tx) => {
    if (!(await lockDueStep(tx, id, now))) return false;
    await store.skipPendingSteps(tx, id);
    await store.updateChangeSet(tx, id, {
      state: "failed",
      failure: reason,
      expiresAt: null,
      updatedAt: now,
    });
    await store.addEvent(tx, id, { kind: "failed", actor: "system", at: now, text: reason });
    return true;
  });
}

/** Gives up what nobody has approved in time. @returns the numbers of those change sets */
export async function expireChangeSets(now: Date): Promise<number[]> {
  const expired: number[] = [];
  for (const id of await listExpiredIds(db(), now)) {
    const isGone = await transaction(async (tx) => {
      const set = await store.lockChangeSet(tx, id);
      if (set?.state !== "proposed" || set.expiresAt === null || set.expiresAt > now) return false;
      await store.skipPendingSteps(tx, id);
      await store.updateChangeSet(tx, id, { state: "expired", updatedAt: now });
      await store.addEvent(tx, id, { kind: "expired", actor: "system", at: now });
      return true;
    });
    if (isGone) expired.push(id);
  }
  return expired;
}
