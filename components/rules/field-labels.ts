import { conditionLabels } from "./conditions";

const otherLabels: Readonly<Record<string, string>> = {
  mapping: "Release",
  fallbackMapping: "The others get",
  backgroundRate: "Background rate",
  updateType: "Update type",
  enabled: "Switched on",
  priority: "Priority",
  alias: "Alias",
  comment: "Comment",
};

/** What a rule's field is called on the screen. */
export function fieldLabel(name: string): string {
  return otherLabels[name] ?? (conditionLabels as Readonly<Record<string, string>>)[name] ?? name;
}
