import { actorName, type Actor } from "@/lib/access/role";
import type { Source } from "@/lib/audit/store";
import type { Operation } from "@/lib/changes/operation";
import {
  enactIn,
  prepared,
  requireOverride,
  requireReason,
  type GivenSignOff,
  type PreparedChange,
} from "@/lib/changes/service";
import { examineSteps, type Examined } from "@/lib/changes/service-examine";
import { lockHead } from "@/lib/changes/store";
import type { AcceptableFinding } from "@/lib/configuration/finding";
import { transaction, type Tx } from "@/lib/db/client";

import { insert, type Draft } from "./service-insert";
import { mergeOperations } from "./service-merge";
import * as store from "./store";
import { pointerToStep, requirementsOfAll, settle, type Settled } from "./service-settle";
import { missingFor, ownSignOff, told, type Told } from "./service-told";
import { requireSteps, type GivenStep } from "./steps-given";
import { tellChanges, type ToldChange } from "./told-changes";

export type Submission = (
  | { readonly operations: readonly Operation[]; readonly steps?: never }
  | { readonly steps: readonly GivenStep[]; readonly operations?: never }
) & {
  readonly reason: string;
  readonly source: Source;
  /** Errors that the author lets pass. */
  readonly accept?: readonly AcceptableFinding[];
  /** Why it may bring problems that block it otherwise. */
  readonly override?: string | null;
  /** True: it is kept and waits to be proposed. */
  readonly draft?: boolean;
  /** False: the author does not sign. Tokens never do. */
  readonly sign?: boolean;
  /** "merge": rows that others changed in other fields are no conflict. */
  readonly resolve?: "merge";
};

/** What became of a submission. */
export type Submitted = Told &
  (
    | {
        readonly kind: "dry-run";
        readonly changeSet: null;
        readonly revision: null;
        /** The first of the rows that would change. */
        readonly changes: readonly ToldChange[];
      }
    | { readonly kind: "draft"; readonly changeSet: number; readonly revision: null }
    /** A null revision: there was nothing to change. */
    | { readonly kind: "enacted"; readonly changeSet: number | null; readonly revision: number | null }
    | { readonly kind: "waiting"; readonly changeSet: number; readonly revision: null }
    | {
        readonly kind: "scheduled";
        readonly changeSet: number;
        /** Of the steps that are enacted already. */
        readonly revision: number | null;
        readonly next: Date;
      }
  );

/** Of the server's own calls only. */
export type SubmitOptions = {
  readonly dryRun?: boolean;
  /** The server itself worked out the operations, from the record: read-only releases go back too. */
  readonly rollsBack?: boolean;
  /** They lead to a state that was approved before. */
  readonly restores?: boolean;
};

/**
 * Makes a change as far as its author may: enacted at once where nobody else has to sign and no step is to wait for
 * its time, else kept as a change set. It is checked as a whole first, every step on what the earlier ones leave.
 *
 * @throws Refusal "forbidden", "conflict" or "invalid"
 */
export async function submitChangeSet(
  actor: Actor,
  {
    operations,
    steps,
    draft = false,
    sign = true,
    resolve,
    accept = [],
    override = null,
    ...change
  }: Submission,
  { dryRun = false, rollsBack = false, restores = false }: SubmitOptions = {},
): Promise<Submitted> {
  requireReason(change.reason);
  const now = new Date();
  const given = requireSteps(steps ?? [{ at: null, operations }], { now, isList: steps === undefined });
  requireOverride(override);
  const terms = { accept, override, wholeConfiguration: rollsBack, withDefaultPolicies: true, restores };
  return transaction(async (tx) => {
    await lockHead(tx);
    const merged = resolve === "merge" ? await mergedSteps(tx, given) : given;
    const draftOf: Draft = { actor, now, sign, terms, ...change, steps: merged };
    const [only] = merged;
    if (merged.length === 1 && only?.at === null && !draft) {
      return submitAtOnce(tx, draftOf, {
        dryRun,
        prepare: () => Promise.resolve(prepared(only.operations, basesOf(steps)(0))),
      });
    }
    const bases = merged.map((_, index) => basesOf(steps)(index));
    const examined = await examineSteps(
      tx,
      actor,
      merged.map((step, index) => prepared(step.operations, bases[index])),
      terms,
    );
    if (dryRun) {
      const changes = tellChanges(examined.flatMap(({ plan }) => plan.changes));
      return {
        kind: "dry-run",
        changeSet: null,
        revision: null,
        ...told(examined, { draftOf, dryRun }),
        changes,
      };
    }
    return submitInSteps(tx, draftOf, { examined, draft });
  });
}

const basesOf = (steps: unknown) => (index: number) =>
  steps === undefined ? "/operations" : pointerToStep(index);

async function mergedSteps(tx: Tx, steps: readonly GivenStep[]): Promise<GivenStep[]> {
  const merged: GivenStep[] = [];
  for (const step of steps) {
    merged.push({ ...step, operations: await mergeOperations(tx, step.operations) });
  }
  return merged;
}

/**
 * As `submitChangeSet`, with operations that depend on the configuration as it is.
 * @throws Refusal as `enact`
 */
export async function submitPrepared(
  actor: Actor,
  {
    prepare,
    dryRun,
    accept,
    override = null,
    wholeConfiguration,
    withDefaultPolicies,
    also,
    progress,
    ...change
  }: PreparedChange,
): Promise<Submitted> {
  requireReason(change.reason);
  requireOverride(override);
  const terms = { accept, override, wholeConfiguration, withDefaultPolicies, restores: false };
  return transaction(async (tx) => {
    const draft: Draft = { actor, now: new Date(), sign: true, terms, ...change, steps: [] };
    const submitted = await submitAtOnce(tx, draft, { dryRun, prepare, progress });
    if (submitted.kind === "enacted") await also?.(tx);
    return submitted;
  });
}

type AtOnce = Pick<PreparedChange, "prepare" | "dryRun" | "progress">;

async function submitAtOnce(tx: Tx, draft: Draft, { prepare, dryRun, progress }: AtOnce): Promise<Submitted> {
  const { actor, terms, reason, source, now } = draft;
  let own: readonly GivenSignOff[] = [];
  const kept: { id: number | null } = { id: null };
  const outcome = await enactIn(
    tx,
    actor,
    { reason, source, dryRun, ...terms },
    {
      prepare,
      progress,
      signOffs: (requirements) => (own = ownSignOff(draft, requirements)),
      changeSet: async (examined) => {
        kept.id = await insert(
          tx,
          { ...draft, steps: [{ at: null, operations: null }] },
          { examined: [examined], state: "enacted", signOffs: own, missing: [] },
        );
        return kept.id;
      },
    },
  );
  if (outcome.kind === "waiting") {
    const { examined, operations, missing } = outcome;
    const steps = [{ at: null, operations }];
    const id = await insert(
      tx,
      { ...draft, steps },
      { examined: [examined], state: "proposed", signOffs: own, missing },
    );
    return {
      kind: "waiting",
      changeSet: id,
      revision: null,
      ...told([examined], { draftOf: draft, dryRun }),
      missing,
    };
  }
  const { requirements, ...enacted } = outcome.enacted;
  if (dryRun) {
    const missing = missingFor(draft, requirements);
    const changes = tellChanges(outcome.changes);
    return { kind: "dry-run", changeSet: null, ...enacted, revision: null, requirements, missing, changes };
  }
  if (kept.id !== null) {
    await noteRevision(tx, { id: kept.id, revision: enacted.revision, by: actorName(actor), now });
  }
  return { kind: "enacted", changeSet: kept.id, ...enacted, requirements, missing: [] };
}

async function noteRevision(
  tx: Tx,
  { id, revision, by, now }: { id: number; revision: number | null; by: string; now: Date },
): Promise<void> {
  await store.updateStep(tx, { id, position: 0 }, { state: "enacted", revision });
  await store.addEvent(tx, id, { kind: "enacted", actor: by, at: now, text: `revision ${revision ?? ""}` });
}

async function submitInSteps(
  tx: Tx,
  draftOf: Draft,
  { examined, draft }: { examined: readonly Examined[]; draft: boolean },
): Promise<Submitted> {
  const requirements = requirementsOfAll(examined);
  const signOffs = draft ? [] : ownSignOff(draftOf, requirements);
  const state = draft ? "draft" : "proposed";
  const common = told(examined, { draftOf, dryRun: false });
  const id = await insert(tx, draftOf, { examined, state, signOffs, missing: common.missing });
  if (draft) return { kind: "draft", changeSet: id, revision: null, ...common };
  const settled = await settle(tx, id, {
    by: actorName(draftOf.actor),
    now: draftOf.now,
    author: draftOf.actor,
  });
  return { ...common, ...afterSettling(id, settled), missing: settled.missing };
}

function afterSettling(id: number, { state, revisions, next }: Settled) {
  const revision = revisions.at(-1) ?? null;
  if (state === "proposed") return { kind: "waiting", changeSet: id, revision: null } as const;
  if (next !== null) return { kind: "scheduled", changeSet: id, revision, next } as const;
  return { kind: "enacted", changeSet: id, revision } as const;
}
