import { actorName, type Actor } from "@/lib/access/role";
import type { Operation } from "@/lib/changes/operation";
import { prepared, requireOverride, requireReason } from "@/lib/changes/service";
import { examineSteps, type Examined } from "@/lib/changes/service-examine";
import { lockHead } from "@/lib/changes/store";
import { db, transaction, type Tx } from "@/lib/db/client";
import { missingFrom, roleToSignIn, type CountedSignOff } from "@/lib/policies/requirements";

import { authorName, isAuthor, pendingSteps, type WholeChangeSet } from "./change-set";
import { withMend } from "./mend";
import { lockToDrive } from "./service-access";
import { concernedBy, patience } from "./service-insert";
import { mergeOperations } from "./service-merge";
import {
  authorOf,
  digestNow,
  examinePending,
  getLocked,
  pointerToStep,
  requirementsOfAll,
  settle,
  termsOf,
  type Settled,
} from "./service-settle";
import * as store from "./store";
import { requireSteps, type GivenStep } from "./steps-given";

export type Edit = {
  /** What its author saw; undefined: whatever there is. */
  readonly rowVersion?: number | undefined;
  readonly steps?: readonly GivenStep[] | undefined;
  readonly reason?: string | undefined;
  readonly resolve?: "merge" | undefined;
  /** Why it may bring problems; undefined: what was said before counts for steps that stay as they are. */
  readonly override?: string | null | undefined;
};

/**
 * Edits a change set that is not approved yet. Its sign-offs are dropped, and it waits to be proposed again. Whoever
 * edits it answers for it from then on: they become its author.
 *
 * @throws Refusal "not-found", "forbidden", "conflict" or "invalid"
 */
export async function editChangeSet(
  actor: Actor,
  id: number,
  { rowVersion, steps, reason, resolve, override = steps ? null : undefined }: Edit,
): Promise<void> {
  if (reason !== undefined) requireReason(reason);
  requireOverride(override ?? null);
  const now = new Date();
  await transaction(async (tx) => {
    const set = await lockToDrive(tx, actor, id, { deed: "edit", states: ["draft", "proposed"], rowVersion });
    const given = requireSteps(steps ?? pendingSteps(set), { now });
    const merged = resolve === "merge" ? await mergedSteps(tx, given) : given;
    // Only what the server worked out itself goes back to what was approved before.
    const terms = (steps ?? resolve) !== undefined && set.restores ? { restores: false, whole: false } : {};
    const examined = await examineGiven(tx, actor, { ...set, ...terms }, merged);
    await dropSignOffs(tx, set, { by: actorName(actor), now });
    await store.replaceSteps(
      tx,
      id,
      merged.map(({ at, operations }) => ({ at, operations })),
    );
    await store.updateChangeSet(tx, id, {
      ...(await concernedBy(tx, examined)),
      ...(reason !== undefined && { reason }),
      ...(override !== undefined && { override }),
      authorKind: actor.kind,
      author: authorName(actor),
      state: "draft",
      expiresAt: null,
      updatedAt: now,
      ...terms,
    });
    await store.addEvent(tx, id, { kind: "edited", actor: actorName(actor), at: now });
  });
}

/**
 * Adds an edit that was worked out for what a change set leaves.
 * @throws Refusal as `editChangeSet`
 */
export async function mendChangeSet(
  actor: Actor,
  id: number,
  { rowVersion, operation }: { rowVersion: number; operation: Operation },
): Promise<void> {
  const set = await store.findChangeSet(db(), id);
  const steps = set ? withMend(pendingSteps(set), operation) : undefined;
  await editChangeSet(actor, id, { rowVersion, steps });
}

async function mergedSteps(tx: Tx, steps: readonly GivenStep[]): Promise<GivenStep[]> {
  const merged: { at: Date | null; operations: readonly Operation[] }[] = [];
  for (const { at, operations } of steps) {
    merged.push({ at, operations: await mergeOperations(tx, operations) });
  }
  return merged;
}

async function examineGiven(
  tx: Tx,
  actor: Actor,
  set: WholeChangeSet,
  steps: readonly GivenStep[],
): Promise<Examined[]> {
  await lockHead(tx);
  return examineSteps(
    tx,
    actor,
    steps.map(({ operations }, index) => prepared(operations, pointerToStep(index))),
    termsOf(set),
  );
}

async function dropSignOffs(
  tx: Tx,
  { id, signOffs }: WholeChangeSet,
  { by, now }: { by: string; now: Date },
): Promise<void> {
  const emails = signOffs.map(({ email }) => email);
  await store.deleteSignOffs(tx, id, emails);
  if (emails.length === 0) return;
  const text = `${emails.join(", ")}: the change set was edited`;
  await store.addEvent(tx, id, { kind: "sign-off-voided", actor: by, at: now, text });
}

export type Proposal = {
  readonly rowVersion?: number | undefined;
  readonly sign?: boolean | undefined;
  /** Why it may bring problems; undefined: as it was said before. */
  readonly override?: string | undefined;
};

/**
 * Asks for the sign-offs of a draft. Its author gives their own at the same time, where they can.
 * @throws Refusal as `enact`
 */
export async function proposeChangeSet(
  actor: Actor,
  id: number,
  { rowVersion, sign = true, override }: Proposal,
): Promise<Settled> {
  requireOverride(override ?? null);
  const now = new Date();
  return transaction(async (tx) => {
    const draft = await lockToDrive(tx, actor, id, { deed: "propose", states: ["draft"], rowVersion });
    requireSteps(pendingSteps(draft), { now });
    const author = isAuthor(actor, draft) ? actor : await authorOf(tx, draft, now);
    const examined = await examinePending(tx, author, draft);
    await store.updateChangeSet(tx, id, {
      ...(await concernedBy(tx, examined)),
      ...(override !== undefined && { override }),
      state: "proposed",
      expiresAt: new Date(now.getTime() + patience),
      updatedAt: now,
    });
    const own = sign && isAuthor(actor, draft) ? ownSignOff(actor, examined) : null;
    const missing = missingFrom(requirementsOfAll(examined), own ? [own] : []);
    await store.addEvent(tx, id, { kind: "proposed", actor: actorName(actor), at: now, missing });
    if (own) await putOwn(tx, id, own, now);
    return settle(tx, id, { by: actorName(actor), now, author });
  });
}

function ownSignOff(actor: Actor, examined: readonly Examined[]): CountedSignOff | null {
  if (actor.kind !== "person") return null;
  const role = roleToSignIn(requirementsOfAll(examined), actor.grants);
  return role === null ? null : { email: actor.email, role, grants: actor.grants };
}

async function putOwn(tx: Tx, id: number, { email, role }: CountedSignOff, now: Date): Promise<void> {
  const digest = await digestNow(tx, await getLocked(tx, id));
  await store.putSignOff(tx, id, { email, role, at: now, digest });
  await store.addEvent(tx, id, { kind: "signed", actor: email, at: now, text: role });
}
