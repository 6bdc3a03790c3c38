import { narrowerConditions } from "@/lib/rules/channel";
import { conditionLabels, conditionText } from "@/lib/rules/condition-labels";
import type { RuleFields } from "@/lib/rules/rule";
import type { NamedReleases } from "@/lib/rules/sentence";

/** Whom a rule is for besides product and channel. */
export function whomInWords(rule: RuleFields): string {
  return conditionsInWords(rule).join(", ") || "all others";
}

/** As the dashboard names them: "Locale cy". */
export function conditionsInWords(rule: RuleFields): string[] {
  return narrowerConditions(rule).map(
    ([name]) => `${conditionLabels[name]} ${conditionText(rule, name) ?? ""}`,
  );
}

/** By what to call releases: by their own names where versions do not tell them apart, as with betas. */
export function callingApart(releases: NamedReleases, names: readonly (string | null)[]): NamedReleases {
  const distinct = [...new Set(names.filter((name) => name !== null))];
  const versions = new Set(distinct.map((name) => releases[name]?.version ?? name));
  return versions.size === distinct.length ? releases : {};
}
