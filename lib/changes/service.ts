import { canonicalize } from "json-canonicalize";

import { authorize } from "@/lib/access/can";
import { actorName, type Actor } from "@/lib/access/role";
import { entryText, hashRevision } from "@/lib/audit/chain";
import * as audit from "@/lib/audit/store";
import type { Source } from "@/lib/audit/store";
import { checkChanges } from "@/lib/configuration/check";
import type { AcceptableFinding } from "@/lib/configuration/finding";
import { readWorld } from "@/lib/configuration/store";
import { needsOf, type World } from "@/lib/configuration/world";
import { transaction, type Tx } from "@/lib/db/client";
import { Refusal, type Conflict, type InputError } from "@/lib/errors";

import { deletedReleases, withBuildsGone, withRuleIds } from "./complete";
import { countChanges, type Counts } from "./count";
import type { Entity, Operation } from "./operation";
import { planChanges, type KnownRows, type PlacedOperation, type Plan } from "./plan";
import { rightsNeeded, subjectOf, type ProductOf } from "./rights";
import { inWritingOrder, keyOfOperation, type RowChange } from "./row";
import * as store from "./store";
import { findUnstorable } from "./text";

export type { Source };

const mostErrorsTold = 100;
const mostBasesTold = 20;

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
};

/**
 * Makes a change, all of it or nothing, and records it as one revision.
 *
 * @throws Refusal "forbidden", "conflict" (a row moved on) or "invalid" (what would be wrong with the result)
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
    prepare: () => Promise.resolve({ operations: operations.map(place), known: null, unchanged: () => 0 }),
  });
}

const partOf = { create: "/value", update: "/fields", delete: "" } as const;

function place(operation: Operation, index: number): PlacedOperation {
  return { operation, pointer: `/operations/${index}${partOf[operation.action]}` };
}

/** What is known once nobody else can change anything. */
export type Prepared = {
  readonly operations: readonly PlacedOperation[];
  /** The rows that operations are about, where they have been read already. */
  readonly known: KnownRows["find"] | null;
  /** How many rows were compared and need no operation. */
  readonly unchanged: (entity: Entity) => number;
};

export type PreparedChange = Omit<Change, "operations" | "accept"> & {
  readonly accept: readonly AcceptableFinding[];
  readonly dryRun: boolean;
  /** True: the change says what everything is to be. */
  readonly wholeConfiguration: boolean;
  /** Works out the operations, on a configuration that stands still. */
  readonly prepare: (tx: Tx) => Promise<Prepared>;
  /** What is written together with it and is no part of the record: secrets. */
  readonly also?: (tx: Tx) => Promise<void>;
};

/** As `enact`, with operations that depend on the configuration as it is. */
export async function enactPrepared(actor: Actor, change: PreparedChange): Promise<Enacted> {
  if (change.reason.trim() === "" || findUnstorable(change.reason, "") !== null) {
    refuse([{ pointer: "/reason", detail: "Say why: the reason stays in the record" }]);
  }
  return transaction(async (tx) => {
    const head = await store.lockHead(tx);
    const prepared = await change.prepare(tx);
    const operations = await complete(tx, prepared.operations);
    const plan = planChanges(operations, await readKnownRows(tx, operations, prepared.known));
    const world = await readWorld(tx, needsOf(plan.touched));
    const warnings = await weigh(tx, { actor, plan, world }, change);
    const { changes } = plan;
    const counts = countChanges(plan, prepared.unchanged);
    const nothing = change.dryRun || changes.length === 0;
    const revision = nothing ? null : await write(tx, { actor, head, changes, world }, change);
    if (!change.dryRun) await change.also?.(tx);
    return { revision, dryRun: change.dryRun, counts, warnings };
  });
}

/**
 * Lets a planned change pass or refuses it. The order matters: who may not make the change learns nothing else;
 * sign-offs, where a policy asks for them, count before anything about the rows does; a row that moved on is told
 * before what would be wrong with the result.
 */
async function weigh(
  tx: Tx,
  { actor, plan, world }: { actor: Actor; plan: Plan; world: World },
  change: PreparedChange,
): Promise<InputError[]> {
  requirePermission(actor, plan.touched, world);
  await requireRowVersions(tx, plan.conflicts);
  if (plan.errors.length > 0) refuse(plan.errors);
  const findings = checkChanges(plan.changes, world, change);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) refuse(errors);
  return findings.slice(0, mostErrorsTold).map(({ pointer, detail }) => ({ pointer, detail }));
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

function productFinder(touched: readonly RowChange[], world: World): ProductOf {
  const made = new Map(
    touched.flatMap((change) =>
      change.entity === "release" && change.after ? [[change.key, change.after.product]] : [],
    ),
  );
  return (release) => world.releases.get(release)?.product ?? made.get(release) ?? null;
}

async function requireRowVersions(tx: Tx, moved: Plan["conflicts"]): Promise<void> {
  if (moved.length === 0) return;
  const conflicts: Conflict[] = [];
  for (const { seen, ...conflict } of moved.slice(0, mostErrorsTold)) {
    const told = conflicts.length < mostBasesTold;
    const base = told ? await audit.findRecordedRow(tx, conflict, seen) : undefined;
    conflicts.push(base === undefined ? conflict : { ...conflict, base });
  }
  const [{ entity, key } = { entity: "row", key: "" }] = moved;
  const detail = `The ${entity} "${key}" was changed by someone else since you saw it; compare, and try again`;
  throw new Refusal("conflict", detail, { conflicts });
}

function refuse(errors: readonly InputError[]): never {
  const [first] = errors;
  const detail =
    errors.length === 1 ? first?.detail : `${errors.length} things are wrong; nothing was changed`;
  throw new Refusal("invalid", detail ?? "The change is not sound", {
    errors: errors
      .slice(0, mostErrorsTold)
      .map((error) => ({ pointer: error.pointer, detail: error.detail })),
  });
}

/** Adds what operations imply: the builds of a deleted release go with it, a new rule gets its id. */
async function complete(tx: Tx, given: readonly PlacedOperation[]): Promise<readonly PlacedOperation[]> {
  for (const { operation, pointer } of given) {
    const at = findUnstorable(operation, pointer);
    if (at !== null) refuse([{ pointer, detail: "A text here holds a character that cannot be stored" }]);
  }
  const deleted = deletedReleases(given);
  const builds = deleted.size === 0 ? [] : await store.listBuilds(tx, [...deleted.keys()]);
  return withRuleIds(withBuildsGone(given, deleted, builds), await store.lastRuleId(tx));
}

async function readKnownRows(
  tx: Tx,
  placed: readonly PlacedOperation[],
  known: KnownRows["find"] | null,
): Promise<KnownRows> {
  const operations = placed.map(({ operation }) => operation);
  const rows = known ? null : await store.readRowsOf(tx, operations);
  const find = known ?? ((entity, key) => rows?.get(`${entity} ${key}`) ?? null);
  const created = operations.flatMap((operation) => {
    const key = operation.action === "create" ? keyOfOperation(operation) : null;
    return key === null ? [] : [{ entity: operation.entity, key }];
  });
  const last = new Map(
    (await audit.lastVersions(tx, created)).map(({ entity, key, version }) => [`${entity} ${key}`, version]),
  );
  return { find, lastVersion: (entity, key) => last.get(`${entity} ${key}`) ?? 0 };
}

/** Writes rows and record, and makes the revision the newest. @returns its number */
async function write(
  tx: Tx,
  {
    actor,
    head,
    changes,
    world,
  }: { actor: Actor; head: store.Head; changes: readonly RowChange[]; world: World },
  { reason, source }: PreparedChange,
): Promise<number> {
  const written = inWritingOrder(changes).map((change) => ({
    change,
    before: canonicalize(change.before),
    after: canonicalize(change.after),
  }));
  await store.writeRows(tx, written);
  const newRules = changes.flatMap(({ entity, before, key }) =>
    entity === "rule" && !before ? [Number(key)] : [],
  );
  if (newRules.length > 0) {
    await store.moveRuleIds(
      tx,
      newRules.reduce((a, b) => Math.max(a, b)),
    );
  }
  const productOf = productFinder(changes, world);
  const entries = written.map(({ change, before, after }, position) =>
    entryText({
      position,
      entity: change.entity,
      key: change.key,
      ...subjectOf(change, productOf),
      before,
      after,
    }),
  );
  const content = {
    id: head.revision + 1,
    at: new Date(),
    actor: actorName(actor),
    source,
    reason,
    previousHash: head.hash,
    changeSetId: null,
  };
  const hash = hashRevision(content, entries);
  await audit.insertRevision(tx, { ...content, hash }, entries);
  await store.moveHead(tx, { revision: content.id, hash });
  return content.id;
}
