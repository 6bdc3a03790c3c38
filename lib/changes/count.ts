import type { Entity } from "./operation";
import { entities, type RowChange } from "./row";

export type Count = { created: number; updated: number; deleted: number; unchanged: number };
export type Counts = Readonly<Record<Entity, Count>>;

/** How many rows of each kind a change creates, updates, deletes and leaves as they are. */
export function countChanges(
  { touched, changes }: { touched: readonly RowChange[]; changes: readonly RowChange[] },
  unchanged: (entity: Entity) => number,
): Counts {
  const counts = Object.fromEntries(
    entities.map((entity): [Entity, Count] => [
      entity,
      { created: 0, updated: 0, deleted: 0, unchanged: unchanged(entity) },
    ]),
  ) as Record<Entity, Count>;
  for (const { entity } of touched) counts[entity].unchanged += 1;
  for (const { entity, before, after } of changes) {
    counts[entity].unchanged -= 1;
    counts[entity][!before ? "created" : after ? "updated" : "deleted"] += 1;
  }
  return counts;
}

/** Of several changes together. */
export function sumCounts(counts: readonly Counts[]): Counts {
  const sum = (entity: Entity, name: keyof Count) =>
    counts.reduce((total, one) => total + one[entity][name], 0);
  return Object.fromEntries(
    entities.map((entity): [Entity, Count] => [
      entity,
      {
        created: sum(entity, "created"),
        updated: sum(entity, "updated"),
        deleted: sum(entity, "deleted"),
        unchanged: sum(entity, "unchanged"),
      },
    ]),
  ) as Record<Entity, Count>;
}
