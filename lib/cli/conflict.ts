import { z } from "zod";

const row = z.record(z.string(), z.unknown()).nullable();

/** A row that moved on: as its author saw it, as it is now, and what the author wants of it. */
export const conflictSchema = z.looseObject({
  entity: z.string(),
  key: z.string(),
  base: row.optional(),
  theirs: row,
  mine: row,
});

export type Conflict = z.output<typeof conflictSchema>;

/** Field by field: what was seen, what is there now, and what was to be written. */
export function describeConflict({ entity, key, base, theirs, mine }: Conflict): string[] {
  const title = `${entity} "${key}"`;
  if (theirs === null) return [`${title} was deleted meanwhile`];
  const wanted = mine === null ? ["  you want to delete it"] : [];
  return [`${title} was changed meanwhile:`, ...wanted, ...fieldLines(base ?? null, theirs, mine ?? {})];
}

type Row = Readonly<Record<string, unknown>>;

function fieldLines(base: Row | null, theirs: Row, mine: Row): string[] {
  const names = [...new Set([...Object.keys(base ?? {}), ...Object.keys(theirs), ...Object.keys(mine)])];
  return names
    .filter((name) => name !== "rowVersion")
    .filter((name) => name in mine || (base !== null && said(base[name]) !== said(theirs[name])))
    .map((name) => {
      const parts = [
        ...(base === null ? [] : [`you saw ${said(base[name])}`]),
        `now ${said(theirs[name])}`,
        ...(name in mine ? [`you want ${said(mine[name])}`] : []),
      ];
      return `  ${name}: ${parts.join(", ")}`;
    });
}

/** A value of a row, for people; null and absent are nothing. */
export function said(value: unknown): string {
  return value === null || value === undefined ? "nothing" : JSON.stringify(value);
}
