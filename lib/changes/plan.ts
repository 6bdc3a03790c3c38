import { isDeepStrictEqual } from "node:util";

import type { Conflict, InputError } from "@/lib/errors";

import type { Entity, Operation } from "./operation";
import { keyOf, keyOfOperation, type RowChange, type Stored } from "./row";

/** The rows that operations are about, as they are before the change. */
export type KnownRows = {
  readonly find: (entity: Entity, key: string) => Stored | null;
  /** The row version that a row of this key had last, when there is none now; 0 when there never was one. */
  readonly lastVersion: (entity: Entity, key: string) => number;
};

/** An operation and where in the input it is given. */
export type PlacedOperation = {
  readonly operation: Operation;
  /** A JSON pointer to the operation's own fields. */
  readonly pointer: string;
};

export type Plan = {
  /** Every row that an operation is about, each once, whether it ends up different or not. */
  readonly touched: readonly RowChange[];
  /** Those that end up different. */
  readonly changes: readonly RowChange[];
  /** Rows that are not at the row version that the author saw. */
  readonly conflicts: readonly (Conflict & { readonly seen: number })[];
  readonly errors: readonly InputError[];
};

type Draft = { before: Stored | null; after: Stored | null; origin: string };
type Fields = Readonly<Record<string, unknown>>;

/** Applies operations, one after the other, to the rows that they are about. Every new rule has its id by now. */
export function planChanges(operations: readonly PlacedOperation[], known: KnownRows): Plan {
  const drafts = new Map<string, Draft & { entity: Entity; key: string }>();
  const conflicts: (Conflict & { seen: number })[] = [];
  const errors: InputError[] = [];
  for (const { operation, pointer } of operations) {
    const { entity } = operation;
    const key = keyOfOperation(operation) ?? "";
    const id = `${entity} ${key}`;
    const draft = drafts.get(id) ?? start(entity, key, known, pointer);
    const outcome = apply(operation, key, draft, known);
    if (outcome.kind === "conflict") conflicts.push(outcome.conflict);
    if (outcome.kind === "error") errors.push({ pointer, detail: outcome.detail });
    const after = outcome.kind === "row" ? outcome.after : draft.after;
    drafts.set(id, { ...draft, after, origin: pointer });
  }
  const touched = [...drafts.values()].map(finish) as RowChange[];
  return { touched, changes: touched.filter(isChange), conflicts, errors };
}

function start(entity: Entity, key: string, known: KnownRows, origin: string) {
  const before = known.find(entity, key);
  return { entity, key, before, after: before, origin };
}

type Outcome =
  | { kind: "row"; after: Stored | null }
  | { kind: "conflict"; conflict: Conflict & { seen: number } }
  | { kind: "error"; detail: string };

function apply(operation: Operation, key: string, draft: Draft, known: KnownRows): Outcome {
  return operation.action === "create" ? create(operation, key, draft, known) : revise(operation, key, draft);
}

function create(
  { entity, value }: Operation & { action: "create" },
  key: string,
  { before, after }: Draft,
  known: KnownRows,
): Outcome {
  if (after) return error(`There is a ${entity} "${key}" already: change it instead`);
  const rowVersion = (before?.rowVersion ?? known.lastVersion(entity, key)) + 1;
  return { kind: "row", after: { ...value, rowVersion } as Stored };
}

function revise(
  operation: Operation & { action: "update" | "delete" },
  key: string,
  { before, after: theirs }: Draft,
): Outcome {
  const { entity, rowVersion: seen } = operation;
  const mine = operation.action === "update" ? operation.fields : null;
  if (!theirs || seen !== (before ?? theirs).rowVersion) {
    return { kind: "conflict", conflict: { entity, key, theirs: before, mine, seen } };
  }
  if (mine === null) return { kind: "row", after: null };
  const after: Stored = { ...theirs, ...definedOnly(mine) };
  if (keyOf(entity, after as never) === key) return { kind: "row", after };
  return error(`The key of a ${entity} cannot change: delete "${key}" and create another`);
}

function error(detail: string): Outcome {
  return { kind: "error", detail };
}

function definedOnly(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isChange({ before, after }: RowChange): boolean {
  if (!before || !after) return before !== after;
  return !isDeepStrictEqual({ ...before, rowVersion: 0 }, { ...after, rowVersion: 0 });
}

function finish<D extends Draft>(draft: D): D {
  const { before, after } = draft;
  return before && after ? { ...draft, after: { ...after, rowVersion: before.rowVersion + 1 } } : draft;
}
