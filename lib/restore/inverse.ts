import { isDeepStrictEqual } from "node:util";

import type { Entity, Operation } from "@/lib/changes/operation";
import type { Stored } from "@/lib/changes/row";
import { tables } from "@/lib/changes/tables";
import type { Conflict } from "@/lib/errors";

type Fields = Readonly<Record<string, unknown>>;

/** A row before and after the revision that is taken back, and as it is now; null where there is none. */
export type TakenBack = {
  readonly entity: Entity;
  readonly key: string;
  readonly before: Stored | null;
  readonly after: Stored | null;
  readonly now: Stored | null;
};

/** What it takes to undo one entry of a revision. */
export type Inverse =
  | { readonly kind: "nothing" }
  | { readonly kind: "operation"; readonly operation: Operation }
  /** @param isDisjoint whether nobody else touched the fields that would go back, so that `merge` settles it */
  | { readonly kind: "conflict"; readonly conflict: Conflict; readonly isDisjoint: boolean };

/** The operation that makes a row what `target` says; null when it says that already. */
export function operationTo(entity: Entity, now: Stored | null, target: Stored | null): Operation | null {
  if (sameContent(now, target)) return null;
  if (!now) return { entity, action: "create", value: contentOf(target) } as Operation;
  const key = keyFieldsOf(entity, now);
  const { rowVersion } = now;
  if (!target) return { entity, action: "delete", key, rowVersion } as Operation;
  const fields = pick(target, differing(now, target));
  return { entity, action: "update", key, rowVersion, fields } as Operation;
}

/**
 * Undoes one entry. A row that says what the revision left goes back, however often it was changed in between; one
 * that says something else is a conflict.
 *
 * @param merge put the revision's own fields back where nobody has touched those since
 */
export function takeBack({ entity, key, before, after, now }: TakenBack, merge: boolean): Inverse {
  if (sameContent(now, after) || sameContent(now, before)) return asInverse(operationTo(entity, now, before));
  const changed = before && after ? differing(after, before) : null;
  const isDisjoint =
    changed !== null && now !== null && sameContent(pick(now, changed), pick(after, changed));
  if (merge && isDisjoint) {
    return asInverse(operationTo(entity, now, { ...now, ...pick(before, changed) }));
  }
  const mine = before && contentOf(before);
  return { kind: "conflict", conflict: { entity, key, base: after, theirs: now, mine }, isDisjoint };
}

function asInverse(operation: Operation | null): Inverse {
  return operation ? { kind: "operation", operation } : { kind: "nothing" };
}

/** What identifies a row, as operations name it. */
export function keyFieldsOf(entity: Entity, row: object): Fields {
  const { columns, keyLength } = tables[entity];
  return pick(
    row,
    columns.slice(0, keyLength).map(({ field }) => field),
  );
}

/** Whether two rows say the same, whatever their row versions. */
export function sameContent(a: object | null, b: object | null): boolean {
  return isDeepStrictEqual(a && contentOf(a), b && contentOf(b));
}

function contentOf(row: object | null): Fields {
  return Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => name !== "rowVersion"));
}

function differing(a: object, b: object): string[] {
  const [left, right] = [contentOf(a), contentOf(b)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => !isDeepStrictEqual(left[name], right[name]));
}

function pick(row: object | null, names: readonly string[]): Fields {
  const fields: Fields = { ...row };
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
