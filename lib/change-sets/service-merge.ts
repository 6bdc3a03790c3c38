import * as audit from "@/lib/audit/store";
import { mergeOperation } from "@/lib/changes/merge";
import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import type { Tx } from "@/lib/db/client";

/**
 * Operations on rows that moved on since their author saw them, taken over to the rows as they are now where both
 * sides changed different fields. The others stay as they are, and are conflicts.
 */
export async function mergeOperations(
  tx: Tx,
  operations: readonly Operation[],
): Promise<readonly Operation[]> {
  const rows = await readRowsOf(tx, operations);
  const merged: Operation[] = [];
  for (const operation of operations) {
    const key = keyOfOperation(operation) ?? "";
    const theirs = rows.get(`${operation.entity} ${key}`);
    const isStale = operation.action === "update" && theirs && theirs.rowVersion !== operation.rowVersion;
    if (!isStale) {
      merged.push(operation);
      continue;
    }
    const base = await audit.findRecordedRow(tx, { entity: operation.entity, key }, operation.rowVersion);
    merged.push(mergeOperation(operation, { base, theirs }) ?? operation);
  }
  return merged;
}
