import { isDeepStrictEqual } from "node:util";

import type { Conflict } from "@/lib/errors";

import type { Operation } from "./operation";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The operation on the row as it is now, where its author and the others changed different fields: theirs stay where
 * only they changed something. Null where both changed the same one to different values, or one deleted the row.
 */
export function mergeOperation(
  operation: Operation,
  { base, theirs }: Pick<Conflict, "base" | "theirs">,
): Operation | null {
  if (operation.action !== "update" || !isRow(base) || !isRow(theirs)) return null;
  const mine = Object.entries(operation.fields as Fields).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(value, base[name]),
  );
  const isMerged = mine.every(
    ([name, value]) => isDeepStrictEqual(theirs[name], base[name]) || isDeepStrictEqual(theirs[name], value),
  );
  if (!isMerged) return null;
  return {
    ...operation,
    rowVersion: Number(theirs["rowVersion"]),
    fields: Object.fromEntries(mine),
  };
}

function isRow(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
