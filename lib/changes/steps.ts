import type { KnownRows, PlacedOperation } from "./plan";
import { keyOfOperation, type RowChange, type Stored } from "./row";

/** The rows that earlier steps of a change set left, by entity and key; null: deleted. */
export type Left = ReadonlyMap<string, { readonly row: Stored | null; readonly version: number }>;

export const nothingLeft: Left = new Map();

/** What is left once these changes have been made as well. */
export function leftAfter(left: Left, changes: readonly RowChange[]): Left {
  const made = changes.map(({ entity, key, before, after }) => {
    const version = after?.rowVersion ?? before?.rowVersion ?? 0;
    return [`${entity} ${key}`, { row: after, version }] as const;
  });
  return new Map([...left, ...made]);
}

/** Rows as earlier steps left them, where they touched them. */
export function overlaid(known: KnownRows, left: Left): KnownRows {
  if (left.size === 0) return known;
  const found = (entity: string, key: string) => left.get(`${entity} ${key}`);
  return {
    find: (entity, key) => {
      const step = found(entity, key);
      return step ? step.row : known.find(entity, key);
    },
    lastVersion: (entity, key) => found(entity, key)?.version ?? known.lastVersion(entity, key),
  };
}

/**
 * The author saw rows as they were when the change set was proposed. Those that its own earlier steps have touched
 * since are expected as these left them.
 *
 * @param versions row versions by entity and key
 */
export function rebased(
  operations: readonly PlacedOperation[],
  versions: ReadonlyMap<string, number>,
): readonly PlacedOperation[] {
  if (versions.size === 0) return operations;
  return operations.map(({ operation, pointer }) => {
    const version = versions.get(`${operation.entity} ${keyOfOperation(operation) ?? ""}`);
    if (operation.action === "create" || version === undefined) return { operation, pointer };
    return { operation: { ...operation, rowVersion: version }, pointer };
  });
}
