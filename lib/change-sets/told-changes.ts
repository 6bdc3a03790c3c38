import { isDeepStrictEqual } from "node:util";

import type { Entity } from "@/lib/changes/operation";
import type { RowChange } from "@/lib/changes/row";

/** What would become of a row, field by field. */
export type ToldChange = {
  readonly entity: Entity;
  readonly key: string;
  /** Those that differ; null where there is no row. */
  readonly fields: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[];
};

const mostTold = 1_000;

/** The first thousand changed rows; the counts tell of the rest. */
export function tellChanges(changes: readonly RowChange[]): ToldChange[] {
  return changes.slice(0, mostTold).map(({ entity, key, before, after }) => {
    const [old, young] = [fieldsOf(before), fieldsOf(after)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(young)])];
    return {
      entity,
      key,
      fields: names
        .filter((name) => name !== "rowVersion" && !isDeepStrictEqual(old[name], young[name]))
        .map((name) => ({ name, before: old[name] ?? null, after: young[name] ?? null })),
    };
  });
}

function fieldsOf(row: object | null): Readonly<Record<string, unknown>> {
  return { ...row };
}
