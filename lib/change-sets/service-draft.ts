import { authorizeReading } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import type { Operation } from "@/lib/changes/operation";
import type { AcceptableFinding } from "@/lib/configuration/finding";
import { db } from "@/lib/db/client";
import { Refusal, type InputError } from "@/lib/errors";

import {
  authorName,
  isAuthor,
  pendingSteps,
  type ChangeSet,
  type State,
  type WholeChangeSet,
} from "./change-set";
import { collectOperations } from "./collect";
import { submitChangeSet } from "./service";
import { maySeeChangeSet } from "./service-access";
import { editChangeSet } from "./service-edit";
import { cancelChangeSet } from "./service-schedule";
import { listChangeSets } from "./store-lists";

const mostOpen = 200;

/** The reason that a draft has until its author gives one, which is asked for when it is proposed. */
export const draftReason = "Draft";

/** A change set that is not done with, and what it would do. */
export type OpenChangeSet = Pick<ChangeSet, "id" | "state" | "author" | "reason" | "rowVersion"> & {
  readonly operations: readonly Operation[];
};

const waitingStates = ["proposed", "scheduled", "paused"] as const satisfies readonly State[];

/** What waits to be enacted, the newest first, as far as the actor may see it. */
export async function listWaiting(actor: Actor): Promise<OpenChangeSet[]> {
  authorizeReading(actor);
  const sets = await listChangeSets(db(), { states: waitingStates, limit: mostOpen });
  return sets.filter((set) => maySeeChangeSet(actor, set)).map(toOpen);
}

function toOpen(set: WholeChangeSet): OpenChangeSet {
  const { id, state, author, reason, rowVersion } = set;
  const operations = pendingSteps(set).flatMap((step) => step.operations);
  return { id, state, author, reason, rowVersion, operations };
}

/** The draft in which the actor's edits collect: the newest of theirs that takes effect all at once. */
export async function findDraft(actor: Actor): Promise<OpenChangeSet | null> {
  authorizeReading(actor);
  const sets = await listChangeSets(db(), { states: ["draft"], author: authorName(actor), limit: mostOpen });
  const own = sets.find((set) => {
    const isPlain = set.steps.length === 1 && set.steps[0]?.at === null && !set.whole && !set.restores;
    return isPlain && isAuthor(actor, set);
  });
  return own ? toOpen(own) : null;
}

/**
 * Puts edits into the actor's draft, which is made when there is none. Nothing takes effect yet.
 *
 * @returns the draft; null when nothing is left in it
 * @throws Refusal as `submitChangeSet`; pointers lie below `/operations`, as the edits were given
 */
export async function collectInDraft(
  actor: Actor,
  added: readonly Operation[],
  { accept = [], reason = "" }: { accept?: readonly AcceptableFinding[]; reason?: string } = {},
): Promise<number | null> {
  const draft = await findDraft(actor);
  if (!draft) {
    const submission = {
      operations: added,
      reason: reason || draftReason,
      source: "ui",
      accept,
      draft: true,
    } as const;
    return (await submitChangeSet(actor, { ...submission, resolve: "merge" })).changeSet;
  }
  const { operations, places } = collectOperations(draft.operations, added);
  const reasons = joinedReasons(draft.reason, reason);
  await replaceOperations(actor, draft, operations, reasons).catch((error: unknown) => {
    throw error instanceof Refusal ? asGiven(error, places) : error;
  });
  return operations.length === 0 ? null : draft.id;
}

async function replaceOperations(
  actor: Actor,
  { id, rowVersion }: OpenChangeSet,
  operations: readonly Operation[],
  reason?: string,
): Promise<void> {
  if (operations.length === 0) {
    await cancelChangeSet(actor, id, { rowVersion, text: "Nothing was left in it" });
    return;
  }
  await editChangeSet(actor, id, { rowVersion, reason, steps: [{ at: null, operations }], resolve: "merge" });
}

function joinedReasons(before: string, added: string): string {
  if (added === "" || before.split("; ").includes(added)) return before;
  return before === draftReason ? added : `${before}; ${added}`;
}

/** A refusal of the whole draft, told in terms of the edits that were added to it. */
function asGiven(refusal: Refusal, places: readonly (number | null)[]): Refusal {
  const errors = refusal.errors.map(({ pointer, detail, ...rest }): InputError => {
    const [, place = "", below = ""] = /^\/steps\/0\/operations\/(\d+)(.*)$/.exec(pointer) ?? [];
    const given = places.indexOf(place === "" ? -1 : Number(place));
    if (given !== -1) return { pointer: `/operations/${given}${below}`, detail, ...rest };
    return { pointer: "", detail: place === "" ? detail : `Another edit in your draft: ${detail}` };
  });
  const { conflicts, missing } = refusal;
  return new Refusal(refusal.code, refusal.message, { errors, conflicts, missing });
}

/**
 * Takes one edit out of the actor's draft.
 * @throws Refusal "not-found", or "conflict" when the draft has changed meanwhile
 */
export async function takeFromDraft(
  actor: Actor,
  { place, rowVersion }: { place: number; rowVersion: number },
): Promise<void> {
  const draft = await getDraft(actor, rowVersion);
  const rest = draft.operations.filter((_, index) => index !== place);
  await replaceOperations(actor, draft, rest);
}

/** Gives up the actor's draft. @throws Refusal as `takeFromDraft` */
export async function discardDraft(actor: Actor, rowVersion: number): Promise<void> {
  const { id } = await getDraft(actor, rowVersion);
  await cancelChangeSet(actor, id, { rowVersion, text: "Discarded" });
}

async function getDraft(actor: Actor, rowVersion: number): Promise<OpenChangeSet> {
  const draft = await findDraft(actor);
  if (!draft) throw new Refusal("not-found", "You have no draft");
  if (draft.rowVersion !== rowVersion) {
    throw new Refusal("conflict", "Your draft was changed since you saw it: look at it again");
  }
  return draft;
}
