import type { ConditionName } from "./match";
import type { RuleFields } from "./rule";

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

/** A condition's value as it is written; null: any. */
export function conditionText(rule: RuleFields, name: ConditionName): string | null {
  const value = rule[name];
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}
