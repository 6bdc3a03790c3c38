import type { Rule } from "@/lib/rules/rule";
import type { conditionNames } from "@/lib/rules/rule";

export type ConditionName = (typeof conditionNames)[number];

export const conditionLabels: Record<ConditionName, string> = {
  product: "Product",
  channel: "Channel",
  version: "Version",
  buildID: "Build ID",
  buildTarget: "Build target",
  locale: "Locale",
  osVersion: "OS version",
  distribution: "Distribution",
  distVersion: "Distribution version",
  instructionSet: "Instruction set",
  memory: "Memory (MB)",
  headerArchitecture: "Architecture",
  mig64: "64-bit migration",
  jaws: "JAWS",
};

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

/** A condition's value as it is written; null: any. */
export function conditionText(rule: Rule, name: ConditionName): string | null {
  const value = rule[name];
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}
