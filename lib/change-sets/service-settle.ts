import { system, type Actor } from "@/lib/access/role";
import { findPeople, findTokenByName } from "@/lib/access/store";
import { enactIn, prepared, type GivenSignOff } from "@/lib/changes/service";
import { examineSteps, type Examined, type Terms } from "@/lib/changes/service-examine";
import { requireNoNewErrors } from "@/lib/changes/service-problems";
import { lockHead } from "@/lib/changes/store";
import type { Db, Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import {
  combineRequirements,
  describeRequirement,
  missingFrom,
  type Requirement,
} from "@/lib/policies/requirements";
import { countSignOffs } from "@/lib/changes/service";
import { addStepJob } from "@/lib/jobs/store";

import {
  authorName,
  pendingSteps,
  type ChangeSet,
  type SignOff,
  type Step,
  type WholeChangeSet,
} from "./change-set";
import { digestOf, whatChanged, type Digest } from "./digest";
import * as store from "./store";
import { hashReleases, listVersionsLeft } from "./store-lists";

/**
 * The author as they are now: a change set is enacted with what they may do then.
 * @throws Refusal "forbidden" when they may not act any more
 */
export async function authorOf(db: Db, { authorKind, author }: ChangeSet, now: Date): Promise<Actor> {
  if (authorKind === "system") return system(author);
  if (authorKind === "person") {
    const [person] = await findPeople(db, [author]);
    if (person) return person;
    throw new Refusal("forbidden", `${author}, who made this change set, has no working account any more`);
  }
  const row = await findTokenByName(db, author);
  if (row && !row.revoked && (row.expiresAt === null || row.expiresAt > now)) return row.token;
  throw new Refusal("forbidden", `The token ${author}, which made this change set, is no longer valid`);
}

export function termsOf({ accept, override, whole, defaults, restores }: ChangeSet): Terms {
  return { accept, override, wholeConfiguration: whole, withDefaultPolicies: defaults, restores };
}

/** Where in a change set the operations of a step are, as a JSON pointer. */
export function pointerToStep(position: number): string {
  return `/steps/${position}/operations`;
}

export async function digestNow(
  db: Db,
  { steps, releases }: Pick<WholeChangeSet, "steps" | "releases">,
): Promise<Digest> {
  return digestOf(steps, await hashReleases(db, releases));
}

export type Validity = {
  readonly digest: Digest;
  readonly valid: readonly SignOff[];
  readonly void: readonly { readonly signOff: SignOff; readonly why: readonly string[] }[];
};

/** Which sign-offs hold: those of just what there is now. */
export async function judgeSignOffs(db: Db, set: WholeChangeSet): Promise<Validity> {
  const digest = await digestNow(db, set);
  const judged = set.signOffs.map((signOff) => ({ signOff, why: whatChanged(signOff.digest, digest) }));
  return {
    digest,
    valid: judged.filter(({ why }) => why.length === 0).map(({ signOff }) => signOff),
    void: judged.filter(({ why }) => why.length > 0),
  };
}

/** What the steps to come would do, on a configuration that stands still from now on. */
export async function examinePending(
  tx: Tx,
  actor: Actor,
  set: WholeChangeSet,
  { lookOnly = false } = {},
): Promise<Examined[]> {
  if (!lookOnly) await lockHead(tx);
  return examineSteps(
    tx,
    actor,
    pendingSteps(set).map(({ operations, position }) => prepared(operations, pointerToStep(position))),
    { ...termsOf(set), lookOnly, versions: await versionsLeft(tx, set) },
  );
}

function versionsLeft(db: Db, { steps }: WholeChangeSet): Promise<Map<string, number>> {
  return listVersionsLeft(
    db,
    steps.flatMap(({ revision }) => (revision === null ? [] : [revision])),
  );
}

export function requirementsOfAll(examined: readonly Examined[]): Requirement[] {
  return combineRequirements(examined.flatMap(({ requirements }) => requirements));
}

export type Settled = {
  readonly state: "proposed" | "scheduled" | "enacted";
  readonly missing: readonly Requirement[];
  readonly revisions: readonly number[];
  /** When the next step is due. */
  readonly next: Date | null;
};

/**
 * Takes a proposed change set as far as it may go: where nobody has to sign any more it is approved, and every step
 * is enacted that is due.
 *
 * @param by whoever made the last move, as the record names them
 * @throws Refusal as `enact`
 */
export async function settle(
  tx: Tx,
  id: number,
  { by, now, author }: { by: string; now: Date; author?: Actor },
): Promise<Settled> {
  const set = await getLocked(tx, id);
  const actor = author ?? (await authorOf(tx, set, now));
  const examined = await examinePending(tx, actor, set);
  if (actor.kind !== "system") await requireNoNewErrors(tx, examined, termsOf(set));
  const requirements = requirementsOfAll(examined);
  const { valid } = await judgeSignOffs(tx, set);
  const missing = actor.kind === "system" ? [] : missingFrom(requirements, await countSignOffs(tx, valid));
  if (missing.length > 0) return { state: "proposed", missing, revisions: [], next: null };
  await store.addEvent(tx, id, { kind: "approved", actor: by, at: now });
  const revisions: number[] = [];
  for (const step of pendingSteps(set)) {
    if (step.at !== null && step.at > now) {
      return schedule(tx, id, { by, now, next: step.at, revisions });
    }
    const revision = await enactStep(tx, id, step, { actor, now });
    if (revision !== null) revisions.push(revision);
  }
  return { state: "enacted", missing: [], revisions, next: null };
}

async function schedule(
  tx: Tx,
  id: number,
  { by, now, next, revisions }: { by: string; now: Date; next: Date; revisions: readonly number[] },
): Promise<Settled> {
  await store.updateChangeSet(tx, id, { state: "scheduled", expiresAt: null, updatedAt: now });
  await addStepJob(tx, id, next);
  await store.addEvent(tx, id, { kind: "scheduled", actor: by, at: now, text: next.toISOString() });
  return { state: "scheduled", missing: [], revisions, next };
}

/**
 * Enacts one step of a change set that is locked, and finishes the set with its last one.
 * @returns the revision; null when nothing was left to change
 * @throws Refusal as `enact`, and where sign-offs no longer hold
 */
export async function enactStep(
  tx: Tx,
  id: number,
  step: Step & { readonly operations: NonNullable<Step["operations"]> },
  { actor, now }: { actor: Actor; now: Date },
): Promise<number | null> {
  await lockHead(tx);
  const set = await getLocked(tx, id);
  const { valid } = await judgeSignOffs(tx, set);
  const signOffs: readonly GivenSignOff[] = valid;
  const outcome = await enactIn(
    tx,
    actor,
    { reason: set.reason, source: set.source, dryRun: false, ...termsOf(set) },
    {
      prepare: () => Promise.resolve(prepared(step.operations, pointerToStep(step.position))),
      signOffs: () => signOffs,
      changeSet: () => Promise.resolve(id),
      versions: await versionsLeft(tx, set),
    },
  );
  if (outcome.kind === "waiting") throw await unsigned(tx, set, outcome.missing);
  const { revision } = outcome.enacted;
  await store.updateStep(tx, { id, position: step.position }, { state: "enacted", revision, enactedAt: now });
  await keepSignOffs(tx, set, valid);
  await finish(tx, set, { position: step.position, revision, actor, now });
  return revision;
}

async function unsigned(tx: Tx, set: WholeChangeSet, missing: readonly Requirement[]): Promise<Refusal> {
  const { void: lost } = await judgeSignOffs(tx, set);
  const why = [...new Set(lost.flatMap((one) => one.why))];
  const because = why.length === 0 ? "" : `: ${why.join("; ")}`;
  const detail = `It has to be signed by ${missing.map(describeRequirement).join(", ")}${because}`;
  return new Refusal("needs-sign-off", detail, { missing });
}

/** What a change set does itself to a release does not void the sign-offs of its later steps. */
async function keepSignOffs(tx: Tx, set: WholeChangeSet, valid: readonly SignOff[]): Promise<void> {
  if (valid.length === 0) return;
  const emails = valid.map(({ email }) => email);
  await store.rebindSignOffs(tx, set.id, emails, await digestNow(tx, set));
}

async function finish(
  tx: Tx,
  set: WholeChangeSet,
  { position, revision, actor, now }: { position: number; revision: number | null; actor: Actor; now: Date },
): Promise<void> {
  const by = authorName(actor);
  const text = revision === null ? "nothing was left to change" : `revision ${revision}`;
  const [next] = pendingSteps(set).filter((other) => other.position !== position);
  if (set.steps.length > 1) {
    await store.addEvent(tx, set.id, { kind: "step-enacted", actor: by, at: now, text });
  }
  if (next) {
    await store.updateChangeSet(tx, set.id, { updatedAt: now });
    if (set.state === "scheduled") await addStepJob(tx, set.id, next.at);
  } else {
    await store.updateChangeSet(tx, set.id, { state: "enacted", expiresAt: null, updatedAt: now });
    await store.addEvent(tx, set.id, { kind: "enacted", actor: by, at: now, text });
  }
}

/** @throws Refusal "not-found" */
export async function getLocked(tx: Tx, id: number): Promise<WholeChangeSet> {
  const set = await store.lockChangeSet(tx, id);
  if (!set) throw new Refusal("not-found", `There is no change set ${id}`);
  return set;
}
