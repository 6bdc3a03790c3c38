import type { Operation } from "@/lib/changes/operation";

import type { ChangeSet } from "./change-set";
import { said } from "./conflict";

type Row = Readonly<Record<string, unknown>>;

/** A change of one row of people, tokens or policies, told field by field. */
export function changeOfRow(
  name: string,
  operation: Operation,
  { before = {}, question }: { before?: Row; question: string },
): ChangeSet {
  return {
    operations: () => [operation],
    names: [name],
    lines: [`${name}:`, ...linesOf(operation, before)],
    question,
  };
}

function linesOf(operation: Operation, before: Row): string[] {
  if (operation.action === "delete") return ["  is deleted"];
  const after = (operation.action === "create" ? operation.value : operation.fields) as Row;
  return Object.entries(after)
    .filter(([field, value]) => said(value) !== said(before[field]))
    .map(([field, value]) => `  ${field}: ${said(before[field])} → ${said(value)}`);
}
