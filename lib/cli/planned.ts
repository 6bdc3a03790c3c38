import type { ShownPlan } from "@/lib/push/shown-plan";

import type { ChangeSet } from "./change-set";

/** The change set of operations that the service worked out. */
export function plannedChange(
  { sentence, operations, edits }: ShownPlan,
  said: Pick<ChangeSet, "question" | "about">,
): ChangeSet {
  return {
    ...said,
    operations: () => operations,
    names: edits.map(({ name }) => name),
    lines: [
      sentence,
      ...edits.flatMap(({ name, before, after }) => [
        `${name}:`,
        ...(before === null ? [] : [`  Before: ${before}`]),
        `  After:  ${after ?? "it is deleted"}`,
      ]),
    ],
  };
}
