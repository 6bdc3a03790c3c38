import { authorizeReading, holdsRole } from "@/lib/access/can";
import { system, type Actor } from "@/lib/access/role";
import { findHead } from "@/lib/audit/store";
import type { Operation } from "@/lib/changes/operation";
import { countSignOffs } from "@/lib/changes/service";
import { tellConflicts, type Examined } from "@/lib/changes/service-examine";
import { db, transaction, type Tx } from "@/lib/db/client";
import { env } from "@/lib/env";
import { keptWork } from "@/lib/kept-work";
import { Refusal, type Conflict } from "@/lib/errors";
import { givenFor, missingFrom, type Requirement } from "@/lib/policies/requirements";
import { previewToken } from "@/lib/preview/token";

import {
  pendingSteps,
  type ChangeSet,
  type ChangeSetEvent,
  type SignOff,
  type State,
  type Step,
  type WholeChangeSet,
} from "./change-set";
import { mayDriveChangeSet, maySeeChangeSet } from "./service-access";
import { examinePending, judgeSignOffs, requirementsOfAll } from "./service-settle";
import * as store from "./store";
import { listChangeSets as listStored } from "./store-lists";

export type Requested = Requirement & {
  /** How many have signed whose sign-offs hold. */
  readonly given: number;
};

export type ShownSignOff = Omit<SignOff, "digest"> & {
  /** Why it no longer holds; empty: it does. */
  readonly void: readonly string[];
};

export type ShownStep = Omit<Step, "operations"> & {
  readonly operations: readonly Operation[];
  /** Rows that are not as the author saw them. */
  readonly conflicts: readonly Conflict[];
  /** What else is wrong with the operations. */
  readonly problems: Examined["plan"]["errors"];
};

export type ChangeSetDetail = Omit<ChangeSet, "accept"> & {
  readonly accept: readonly string[];
  readonly steps: readonly ShownStep[];
  readonly requirements: readonly Requested[];
  readonly missing: readonly Requirement[];
  readonly signOffs: readonly ShownSignOff[];
  readonly events: readonly ChangeSetEvent[];
  /** Below this path test clients are answered as if it were enacted; null: it is not proposed, or done with. */
  readonly preview: string | null;
  /** What the reader may do with it now. */
  readonly may: { readonly drive: boolean; readonly sign: readonly Requirement["role"][] };
};

/** @throws Refusal "not-found" also when the actor may not look at it */
export async function getChangeSet(actor: Actor, id: number): Promise<ChangeSetDetail> {
  authorizeReading(actor);
  return transaction(async (tx) => {
    const set = await store.findChangeSet(tx, id);
    if (!set || !maySeeChangeSet(actor, set)) throw new Refusal("not-found", `There is no change set ${id}`);
    const outlook = await lookAhead(tx, set);
    return {
      ...set,
      ...outlook.signing,
      steps: await showSteps(tx, set, outlook.examined),
      events: await store.listEvents(tx, id),
      preview: previewPath(set),
      may: {
        drive: mayDriveChangeSet(actor, set),
        sign: rolesToSign(actor, set, outlook.signing),
      },
    };
  });
}

function previewPath(set: WholeChangeSet): string | null {
  const token = previewToken(set, env().AUS_SECRET);
  return token === null ? null : `/preview/${token}`;
}

type Signing = Pick<ChangeSetDetail, "requirements" | "missing" | "signOffs">;

/** What the steps to come would do, and who has to sign before; nothing once it is done with. */
async function lookAhead(
  tx: Tx,
  set: WholeChangeSet,
): Promise<{ examined: readonly Examined[]; signing: Signing }> {
  const isOpen = ["draft", "proposed", "scheduled", "paused"].includes(set.state);
  const examined = isOpen ? await examinePending(tx, system("reader"), set, { lookOnly: true }) : [];
  const requirements = requirementsOfAll(examined);
  const validity = isOpen ? await judgeSignOffs(tx, set) : null;
  const counted = await countSignOffs(tx, validity?.valid ?? []);
  const isExempt = set.authorKind === "system";
  const lost = new Map(validity?.void.map(({ signOff, why }) => [signOff.email, why]));
  return {
    examined,
    signing: {
      requirements: requirements.map((one) => ({ ...one, given: givenFor(one, counted) })),
      missing: isExempt ? [] : missingFrom(requirements, counted),
      signOffs: set.signOffs.map(({ email, role, at }) => ({ email, role, at, void: lost.get(email) ?? [] })),
    },
  };
}

async function showSteps(tx: Tx, set: WholeChangeSet, examined: readonly Examined[]): Promise<ShownStep[]> {
  const plans = new Map(pendingSteps(set).map(({ position }, index) => [position, examined[index]?.plan]));
  const shown: ShownStep[] = [];
  for (const { operations, ...step } of set.steps) {
    const plan = plans.get(step.position);
    shown.push({
      ...step,
      operations: operations ?? [],
      conflicts: plan ? await tellConflicts(tx, plan.conflicts) : [],
      problems: plan?.errors ?? [],
    });
  }
  return shown;
}

function rolesToSign(
  actor: Actor,
  set: WholeChangeSet,
  { missing, signOffs }: Signing,
): Requirement["role"][] {
  if (actor.kind !== "person" || set.state !== "proposed") return [];
  if (signOffs.some((one) => one.email === actor.email && one.void.length === 0)) return [];
  const roles = missing.filter(({ role, product }) => holdsRole(actor.grants, role, product));
  return [...new Set(roles.map(({ role }) => role))];
}

export type ChangeSetFilter = {
  readonly state?: readonly State[] | undefined;
  readonly product?: string | undefined;
  readonly author?: string | undefined;
  /** An e-mail address: only those that this person can sign, or that came back to them. */
  readonly waitingFor?: string | null | undefined;
  /** An e-mail address: only those that wait for others than this person. */
  readonly waitingForOthersThan?: string | null | undefined;
  /** Text anywhere in the reason or in the author's name, in capitals or not. */
  readonly text?: string | undefined;
  readonly before?: number | null | undefined;
  readonly limit: number;
};

export type ChangeSetSummary = ChangeSet &
  Signing & {
    readonly steps: readonly Omit<Step, "operations">[];
    readonly operations: number;
  };

const pageSize = 50;
const mostLookedAt = 500;

/** The newest first; those that the actor may look at. `next` continues the list; null at its end. */
export async function listChangeSets(
  actor: Actor,
  { state, waitingFor = null, waitingForOthersThan = null, limit, before = null, ...filter }: ChangeSetFilter,
): Promise<{ changeSets: ChangeSetSummary[]; next: number | null }> {
  authorizeReading(actor);
  const asked = {
    ...filter,
    ...whoseTurn({ waitingFor, waitingForOthersThan }),
    ...(state && { states: state }),
  };
  const { hash } = await findHead(db());
  const changeSets: ChangeSetSummary[] = [];
  let from = before;
  for (let looked = 0; looked < mostLookedAt; looked += pageSize) {
    const page = await listStored(db(), { ...asked, before: from, limit: pageSize });
    for (const set of page) {
      if (changeSets.length === limit) return { changeSets, next: from };
      const summary = await summarise(actor, set, { waitingFor, waitingForOthersThan, head: hash });
      if (summary) changeSets.push(summary);
      from = set.id;
    }
    if (page.length < pageSize) return { changeSets, next: null };
  }
  return { changeSets, next: from };
}

type Waiting = Required<Pick<ChangeSetFilter, "waitingFor" | "waitingForOthersThan">>;

/** Which change sets can wait for somebody: nobody waits for another's draft. */
function whoseTurn({ waitingFor, waitingForOthersThan }: Waiting): {
  states?: readonly State[];
  draftsOf?: string;
} {
  if (waitingForOthersThan) return { states: ["proposed"] };
  return waitingFor ? { states: ["draft", "proposed"], draftsOf: waitingFor } : {};
}

/** Null: nothing for this reader, or not for whom it is to wait. */
async function summarise(
  actor: Actor,
  set: WholeChangeSet,
  { waitingFor, waitingForOthersThan, head }: Waiting & { readonly head: string },
): Promise<ChangeSetSummary | null> {
  if (!maySeeChangeSet(actor, set)) return null;
  const signing = await signingAt(head, set);
  const summary = {
    ...set,
    ...signing,
    operations: set.steps.reduce((count, { operations }) => count + (operations?.length ?? 0), 0),
    steps: set.steps.map(({ operations, ...step }) => step),
  };
  if (waitingFor && !isWaitingFor(waitingFor, actor, summary)) return null;
  if (waitingForOthersThan && isWaitingFor(waitingForOthersThan, actor, summary)) return null;
  return summary;
}

/** Who has to sign depends on the set, on its sign-offs and on the configuration only: it is worked out once for all readers. */
const kept = keptWork<Signing>({ max: 1_000 });

function signingAt(head: string, set: WholeChangeSet): Promise<Signing> {
  const signed = set.signOffs.map(({ email, at }) => `${email} ${at.getTime()}`).join();
  const key = [head, set.id, set.rowVersion, set.updatedAt.getTime(), signed].join("/");
  return kept(key, async () => (await transaction((tx) => lookAhead(tx, set))).signing);
}

/** Whether it is this person’s turn. */
export function isWaitingFor(email: string, actor: Actor, summary: ChangeSetSummary): boolean {
  if (summary.state === "draft") return summary.author === email;
  if (actor.kind !== "person" || actor.email !== email) return false;
  const hasSigned = summary.signOffs.some((one) => one.email === email && one.void.length === 0);
  return !hasSigned && summary.missing.some(({ role, product }) => holdsRole(actor.grants, role, product));
}
