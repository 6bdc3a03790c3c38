import type { Operation } from "@/lib/changes/operation";

import { operationsOf, type Plan } from "./plan";

/** A plan with its operations in one list, as a change set takes them. */
export type ShownPlan = {
  readonly sentence: string;
  readonly operations: readonly Operation[];
  readonly edits: readonly Omit<Plan["edits"][number], "operation">[];
};

export function shownPlan(plan: Plan): ShownPlan {
  const edits = plan.edits.map(({ name, before, after }) => ({ name, before, after }));
  return { sentence: plan.sentence, operations: operationsOf(plan), edits };
}
