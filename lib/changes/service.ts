import { actorName, type Actor } from "@/lib/access/role";
import { findPeople } from "@/lib/access/store";
import { entryText, hashRevision } from "@/lib/audit/chain";
import * as audit from "@/lib/audit/store";
import type { Source } from "@/lib/audit/store";
import type { AcceptableFinding } from "@/lib/configuration/finding";
import { transaction, type Tx } from "@/lib/db/client";
import { Refusal, type InputError } from "@/lib/errors";
import { announceRevision } from "@/lib/hooks/service-announce";
import {
  describeRequirement,
  missingFrom,
  type CountedSignOff,
  type Requirement,
  type SigningRole,
} from "@/lib/policies/requirements";

import type { Counts } from "./count";
import type { Operation } from "./operation";
import type { PlacedOperation } from "./plan";
import { subjectOf } from "./rights";
import { inWritingOrder, type RowChange } from "./row";
import { writeOut, type RowText } from "./row-text";
import { examine, productFinder, refuse, type Examined, type Prepared, type Terms } from "./service-examine";
import { findNewErrors, mayBringErrors, refuseErrors } from "./service-problems";
import * as store from "./store";
import { findUnstorable } from "./text";

export type { Prepared, Source };

export type Change = {
  readonly reason: string;
  readonly source: Source;
  readonly operations: readonly Operation[];
  /** Errors that the author lets pass. */
  readonly accept?: readonly AcceptableFinding[];
};

export type Enacted = {
  /** Null when nothing was written: a dry run, or nothing to change. */
  readonly revision: number | null;
  readonly dryRun: boolean;
  readonly counts: Counts;
  readonly warnings: readonly InputError[];
  /** Who had to sign, or, of a dry run, would have to. */
  readonly requirements: readonly Requirement[];
};

/**
 * Makes a change, all of it or nothing, and records it as one revision.
 *
 * @throws Refusal "forbidden", "conflict" (a row moved on), "invalid" (what would be wrong with the result) or
 *   "needs-sign-off"
 */
export async function enact(
  actor: Actor,
  { operations, accept = [], ...change }: Change,
  { dryRun = false, also }: { dryRun?: boolean; also?: (tx: Tx) => Promise<void> } = {},
): Promise<Enacted> {
  return enactPrepared(actor, {
    ...change,
    accept,
    dryRun,
    ...(also && { also }),
    wholeConfiguration: false,
    withDefaultPolicies: true,
    prepare: () => Promise.resolve(prepared(operations)),
  });
}

const partOf = { create: "/value", update: "/fields", delete: "" } as const;

/** Operations as they are given. @param base where in the input the list is, as a JSON pointer */
export function prepared(operations: readonly Operation[], base = "/operations"): Prepared {
  const placed = operations.map((operation, index): PlacedOperation => {
    return { operation, pointer: `${base}/${index}${partOf[operation.action]}` };
  });
  return { operations: placed, known: null, unchanged: () => 0 };
}

export type PreparedChange = Omit<Change, "operations" | "accept"> &
  Omit<Terms, "restores"> & {
    readonly dryRun: boolean;
    /** Works out the operations, on a configuration that stands still. */
    readonly prepare: (tx: Tx) => Promise<Prepared>;
    /** What is written together with it and is no part of the record: secrets. */
    readonly also?: (tx: Tx) => Promise<void>;
    /** Told how much is written, of a change that takes a while. */
    readonly progress?: ((now: store.WriteProgress) => void) | undefined;
  };

/** As `enact`, with operations that depend on the configuration as it is. */
export async function enactPrepared(
  actor: Actor,
  { prepare, dryRun, also, progress, ...change }: PreparedChange,
): Promise<Enacted> {
  return transaction(async (tx) => {
    const terms = { ...change, dryRun, restores: false };
    const outcome = await enactIn(tx, actor, terms, { prepare, progress });
    if (outcome.kind === "waiting") {
      const detail = `It has to be signed first: ${outcome.missing.map(describeRequirement).join(", ")}`;
      throw new Refusal("needs-sign-off", detail, { missing: outcome.missing });
    }
    if (!dryRun) await also?.(tx);
    return { ...outcome.enacted, dryRun };
  });
}

/** One person's approval, in one role. */
export type GivenSignOff = { readonly email: string; readonly role: SigningRole };

export type StepToEnact = {
  readonly prepare: (tx: Tx) => Promise<Prepared>;
  /** Who signed. Only lib/change-sets gives any, from rows that it has checked. */
  readonly signOffs?: (requirements: readonly Requirement[]) => readonly GivenSignOff[];
  /** The change set of which it is a step, asked for only when there is something to write. */
  readonly changeSet?: (examined: Examined) => Promise<number>;
  /** Row versions that its earlier steps left, by entity and key. */
  readonly versions?: ReadonlyMap<string, number>;
  readonly progress?: PreparedChange["progress"];
};

export type Outcome =
  | { readonly kind: "enacted"; readonly enacted: Enacted; readonly changes: readonly RowChange[] }
  | {
      readonly kind: "waiting";
      readonly missing: readonly Requirement[];
      readonly examined: Examined;
      readonly operations: readonly Operation[];
    };

/**
 * The only writer of what policies and triggers guard: enacts one step in the caller's transaction, or says what
 * sign-offs are missing, with nothing written. The signers' roles are read anew.
 *
 * @throws Refusal as `enact`
 */
export async function enactIn(
  tx: Tx,
  actor: Actor,
  change: Omit<Change, "operations" | "accept"> & Terms & { readonly dryRun: boolean },
  { prepare, signOffs, changeSet, versions, progress }: StepToEnact,
): Promise<Outcome> {
  requireReason(change.reason);
  const head = await store.lockHead(tx);
  const step = await prepare(tx);
  const examined = await examine(tx, actor, step, { ...change, ...(versions && { versions }) });
  const { plan, counts, requirements } = examined;
  const errors = actor.kind === "system" ? [] : await findNewErrors(tx, examined);
  const warnings = [...examined.warnings, ...errors];
  const enacted = { revision: null, dryRun: change.dryRun, counts, warnings, requirements };
  if (change.dryRun) return { kind: "enacted", enacted, changes: plan.changes };
  if (!mayBringErrors(change)) refuseErrors(errors);
  const missing = await stillMissing(tx, actor, requirements, signOffs);
  if (missing.length > 0) {
    const operations = step.operations.map(({ operation }) => operation);
    return { kind: "waiting", missing, examined, operations };
  }
  if (plan.changes.length === 0) return { kind: "enacted", enacted, changes: [] };
  const changeSetId = changeSet ? await changeSet(examined) : null;
  const reason = errors.length === 0 ? change.reason : reasonWith(change.reason, change.override, errors);
  const revision = await write(tx, { actor, head, examined, changeSetId, progress }, { ...change, reason });
  return { kind: "enacted", enacted: { ...enacted, revision }, changes: plan.changes };
}

/** The record keeps what was let pass, and why. */
function reasonWith(reason: string, override: string | null = null, errors: readonly InputError[]): string {
  if (override === null) return reason;
  return `${reason}\n\nOverride: ${override}\nOf: ${errors.map(({ detail }) => detail).join("; ")}`;
}

/** @throws Refusal "invalid" when a change does not say why it is made */
export function requireReason(reason: string, pointer = "/reason"): void {
  if (reason.trim() !== "" && findUnstorable(reason, "") === null) return;
  refuse([{ pointer, detail: "Say why: the reason stays in the record" }]);
}

/** @throws Refusal "invalid" when whoever lets problems pass does not say why; null: nobody does */
export function requireOverride(override: string | null): void {
  if (override !== null) requireReason(override, "/override/reason");
}

async function stillMissing(
  tx: Tx,
  actor: Actor,
  requirements: readonly Requirement[],
  signOffs: StepToEnact["signOffs"] = () => [],
): Promise<Requirement[]> {
  if (actor.kind === "system" || requirements.length === 0) return [];
  return missingFrom(requirements, await countSignOffs(tx, signOffs(requirements)));
}

/** Sign-offs with the roles that their givers have now; those of people without a working account do not count. */
export async function countSignOffs(tx: Tx, given: readonly GivenSignOff[]): Promise<CountedSignOff[]> {
  if (given.length === 0) return [];
  const people = await findPeople(
    tx,
    given.map(({ email }) => email),
  );
  const grants = new Map(people.map((person) => [person.email, person.grants]));
  return given.map(({ email, role }) => ({ email, role, grants: grants.get(email) ?? [] }));
}

type Writing = {
  actor: Actor;
  head: store.Head;
  examined: Examined;
  changeSetId: number | null;
  progress: PreparedChange["progress"];
};

/** Writes rows and record, and makes the revision the newest. @returns its number */
async function write(
  tx: Tx,
  { actor, head, examined: { plan, world }, changeSetId, progress = nothing }: Writing,
  { reason, source }: Pick<Change, "reason" | "source">,
): Promise<number> {
  const { changes } = plan;
  const written = inWritingOrder(changes).map(writeOut);
  await store.writeRows(tx, written, progress);
  await moveRuleIds(tx, changes);
  const productOf = productFinder(changes, world);
  const entriesAs = (form: keyof RowText) =>
    written.map(({ change, before, after }, position) =>
      entryText({
        position,
        entity: change.entity,
        key: change.key,
        ...subjectOf(change, productOf),
        before: before[form],
        after: after[form],
      }),
    );
  const content = {
    id: head.revision + 1,
    at: new Date(),
    actor: actorName(actor),
    source,
    reason,
    previousHash: head.hash,
    changeSetId,
  };
  const hash = hashRevision(content, entriesAs("whole"));
  const entries = entriesAs("packed");
  await audit.insertRevision(tx, { ...content, hash }, entries, (done) => {
    progress({ what: "entry", done, total: entries.length });
  });
  await store.moveHead(tx, { revision: content.id, hash });
  const products = changes.map((change) => subjectOf(change, productOf).product);
  await announceRevision(tx, content, { changes, products });
  return content.id;
}

function nothing(): void {
  // Nobody wants to know.
}

async function moveRuleIds(tx: Tx, changes: readonly RowChange[]): Promise<void> {
  const made = changes.filter(({ entity, before }) => entity === "rule" && !before);
  if (made.length === 0) return;
  await store.moveRuleIds(
    tx,
    made.reduce((last, { key }) => Math.max(last, Number(key)), 0),
  );
}
