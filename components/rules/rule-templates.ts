import type { RuleText } from "@/lib/rules/rule-text";

export type RuleTemplate = {
  readonly id: string;
  readonly label: string;
  /** What it is for, in a sentence. */
  readonly note: string;
  readonly fields: Partial<RuleText>;
};

/** What release drivers make again and again, as far as it can be filled in beforehand. */
export const ruleTemplates: readonly RuleTemplate[] = [
  {
    id: "blank",
    label: "Empty rule",
    note: "Every condition is open until you set it.",
    fields: { priority: "90" },
  },
  {
    id: "throttled",
    label: "New release, throttled",
    note: "A quarter of the clients that check by themselves get the new release, the others the one before it.",
    fields: { channel: "release", backgroundRate: "25", priority: "90" },
  },
  {
    id: "watershed",
    label: "Watershed",
    note: "Clients below a version get one release first, before the rules below are tried. Write the version as <98.0.",
    fields: { channel: "release", version: "<", priority: "200" },
  },
  {
    id: "desupport",
    label: "End of support",
    note: "Clients of a system that is no longer supported see a notice: map to a desupport release.",
    fields: { osVersion: "Windows_NT 6.1", priority: "300" },
  },
  {
    id: "channel",
    label: "Switch of channel",
    note: "Clients of one channel get the release of another: name the channel that they are on, and the release they go to.",
    fields: { channel: "", priority: "150" },
  },
];
