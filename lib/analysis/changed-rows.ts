import { changesOf, configuredEntities, keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import type { CurrentRows } from "@/lib/configuration/diff";

/** The rows with changes made; those that are as they were are shared. */
export function withChanges(rows: CurrentRows, changes: readonly RowChange[]): CurrentRows {
  const made = configuredEntities.map((entity) => {
    const touched = new Map(
      changesOf(changes, entity).map(({ key, after }) => [key, after as Stored | null]),
    );
    const list = rows[entity] as readonly Stored[];
    if (touched.size === 0) return [entity, list];
    const kept = list.filter((row) => !touched.has(keyOf(entity, row as never)));
    return [entity, [...kept, ...[...touched.values()].filter((row) => row !== null)]];
  });
  return Object.fromEntries(made) as CurrentRows;
}
