import { authorize } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import * as audit from "@/lib/audit/store";
import { checkChanges } from "@/lib/configuration/check";
import { isAcceptable, type AcceptableFinding, type Finding } from "@/lib/configuration/finding";
import { readWorld } from "@/lib/configuration/store";
import { changedWorld, needsOf, type World } from "@/lib/configuration/world";
import type { Tx } from "@/lib/db/client";
import { Refusal, type Conflict, type InputError } from "@/lib/errors";
import { requirementsOf, type Requirement } from "@/lib/policies/requirements";
import { readGuardContext } from "@/lib/policies/store";

import { countChanges, type Counts } from "./count";
import type { Entity } from "./operation";
import { planChanges, type KnownRows, type PlacedOperation, type Plan } from "./plan";
import { rightsNeeded, type ProductOf } from "./rights";
import type { RowChange } from "./row";
import { complete, readKnownRows } from "./service-complete";
import { leftAfter, nothingLeft, overlaid, rebased, type Left } from "./steps";
import { findUnstorable } from "./text";

const mostErrorsTold = 100;
const mostBasesTold = 20;

/** What is known once nobody else can change anything. */
export type Prepared = {
  readonly operations: readonly PlacedOperation[];
  /** The rows that operations are about, where they have been read already. */
  readonly known: KnownRows["find"] | null;
  /** How many rows were compared and need no operation. */
  readonly unchanged: (entity: Entity) => number;
};

/** How a change is to be judged. */
export type Terms = {
  /** Errors that the author lets pass. */
  readonly accept: readonly AcceptableFinding[];
  /** True: the change says what everything is to be. */
  readonly wholeConfiguration: boolean;
  /** True: new products get the policies that products start with. */
  readonly withDefaultPolicies: boolean;
  /** True: it goes back to a state that was approved before. */
  readonly restores: boolean;
  /** Why it may bring errors that were not there before; null or absent: it may not. */
  readonly override?: string | null;
  /** True: only to be looked at; conflicts and what would be wrong are left to the reader. */
  readonly lookOnly?: boolean;
};

/** A change that may be made, as far as its author, the rows and the result are concerned. */
export type Examined = {
  readonly plan: Plan;
  readonly world: World;
  readonly counts: Counts;
  readonly warnings: readonly InputError[];
  /** Who has to sign. */
  readonly requirements: readonly Requirement[];
};

type Earlier = {
  readonly left: Left;
  readonly changes: readonly RowChange[];
  readonly lastRuleId: number;
  /** Versions at which earlier, enacted steps left rows. */
  readonly versions: ReadonlyMap<string, number>;
};

const nothingEarlier: Earlier = { left: nothingLeft, changes: [], lastRuleId: 0, versions: new Map() };

/**
 * Works out what a change would do, and refuses it where it may not be made.
 *
 * @param versions row versions that earlier, enacted steps of the same change set left, by entity and key
 * @throws Refusal "forbidden", "conflict" or "invalid"
 */
export async function examine(
  tx: Tx,
  actor: Actor,
  prepared: Prepared,
  { versions = new Map(), ...terms }: Terms & { versions?: ReadonlyMap<string, number> },
): Promise<Examined> {
  return examineStep(tx, actor, prepared, { terms, earlier: { ...nothingEarlier, versions } });
}

/** As `examine`, for steps of which each is made on what the earlier ones left. */
export async function examineSteps(
  tx: Tx,
  actor: Actor,
  steps: readonly Prepared[],
  { versions = new Map(), ...terms }: Terms & { versions?: ReadonlyMap<string, number> },
): Promise<Examined[]> {
  let earlier: Earlier = { ...nothingEarlier, versions };
  const examined: Examined[] = [];
  for (const step of steps) {
    const one = await examineStep(tx, actor, step, { terms, earlier });
    const { changes } = one.plan;
    const left = leftAfter(earlier.left, changes);
    earlier = {
      left,
      changes: [...earlier.changes, ...changes],
      lastRuleId: changes.reduce(
        (last, { entity, key }) => (entity === "rule" ? Math.max(last, Number(key)) : last),
        earlier.lastRuleId,
      ),
      versions: new Map([...versions, ...[...left].map(([key, { version }]) => [key, version] as const)]),
    };
    examined.push(one);
  }
  return examined;
}

async function examineStep(
  tx: Tx,
  actor: Actor,
  prepared: Prepared,
  { terms, earlier }: { terms: Terms; earlier: Earlier },
): Promise<Examined> {
  requireStorable(prepared.operations);
  const completed = await complete(tx, rebased(prepared.operations, earlier.versions), {
    withDefaultPolicies: terms.withDefaultPolicies,
    lastRuleId: earlier.lastRuleId,
  });
  const known = await readKnownRows(tx, completed.operations, prepared.known);
  const plan = planChanges(completed.operations, overlaid(known, earlier.left));
  const world = changedWorld(
    await readWorld(tx, needsOf([...plan.touched, ...earlier.changes])),
    earlier.changes,
  );
  const warnings = terms.lookOnly ? [] : await weigh(tx, { actor, plan, world }, terms);
  return {
    plan,
    world,
    counts: countChanges(plan, prepared.unchanged),
    warnings: [...completed.warnings, ...warnings],
    requirements: requirementsOf(plan.changes, await readGuardContext(tx, plan.changes), terms),
  };
}

function requireStorable(operations: readonly PlacedOperation[]): void {
  for (const { operation, pointer } of operations) {
    const at = findUnstorable(operation, pointer);
    if (at !== null) refuse([{ pointer, detail: "A text here holds a character that cannot be stored" }]);
  }
}

/**
 * Lets a planned change pass or refuses it. The order matters: who may not make the change learns nothing else; a
 * row that moved on is told before what would be wrong with the result.
 */
async function weigh(
  tx: Tx,
  { actor, plan, world }: { actor: Actor; plan: Plan; world: World },
  terms: Terms,
): Promise<InputError[]> {
  requirePermission(actor, plan.touched, world);
  await requireRowVersions(tx, plan.conflicts);
  if (plan.errors.length > 0) refuse(plan.errors);
  const findings = checkChanges(plan.changes, world, {
    ...terms,
    now: new Date(),
    trusted: actor.kind === "system",
  });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) refuse(errors.map(toInputError));
  return findings.slice(0, mostErrorsTold).map(({ pointer, detail }) => ({ pointer, detail }));
}

function toInputError({ pointer, detail, code }: Finding): InputError {
  return { pointer, detail, ...(isAcceptable(code) && { acceptable: code }) };
}

function requirePermission(actor: Actor, touched: readonly RowChange[], world: World): void {
  const granted = new Set<string>();
  const productOf = productFinder(touched, world);
  for (const { action, subject } of touched.flatMap((change) => rightsNeeded(change, productOf))) {
    const right = JSON.stringify([action, subject.product, subject.channel]);
    if (!granted.has(right)) authorize(actor, action, subject);
    granted.add(right);
  }
}

export function productFinder(touched: readonly RowChange[], world: World): ProductOf {
  const made = new Map(
    touched.flatMap((change) =>
      change.entity === "release" && change.after ? [[change.key, change.after.product]] : [],
    ),
  );
  return (release) => world.releases.get(release)?.product ?? made.get(release) ?? null;
}

async function requireRowVersions(tx: Tx, moved: Plan["conflicts"]): Promise<void> {
  if (moved.length === 0) return;
  const conflicts = await tellConflicts(tx, moved);
  const [{ entity, key } = { entity: "row", key: "" }] = moved;
  const detail = `The ${entity} "${key}" was changed by someone else since you saw it; compare, and try again`;
  throw new Refusal("conflict", detail, { conflicts });
}

/** Rows that moved on, with what their author saw where the record holds it. */
export async function tellConflicts(tx: Tx, moved: Plan["conflicts"]): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const { seen, ...conflict } of moved.slice(0, mostErrorsTold)) {
    const told = conflicts.length < mostBasesTold;
    const base = told ? await audit.findRecordedRow(tx, conflict, seen) : undefined;
    conflicts.push(base === undefined ? conflict : { ...conflict, base });
  }
  return conflicts;
}

/** @throws Refusal "invalid" */
export function refuse(errors: readonly InputError[]): never {
  const [first] = errors;
  const detail =
    errors.length === 1 ? first?.detail : `${errors.length} things are wrong; nothing was changed`;
  throw new Refusal("invalid", detail ?? "The change is not sound", {
    errors: errors.slice(0, mostErrorsTold),
  });
}
