import type { ConditionName } from "@/lib/rules/match";

export { conditionLabels, conditionText } from "@/lib/rules/condition-labels";
export type { ConditionName };

/** Conditions that few rules set. */
export const rareConditions = [
  "buildID",
  "distribution",
  "distVersion",
  "instructionSet",
  "memory",
  "headerArchitecture",
  "mig64",
  "jaws",
] as const satisfies readonly ConditionName[];
