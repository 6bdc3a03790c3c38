import { narrowerConditions } from "@/lib/rules/channel";
import type { RuleFields } from "@/lib/rules/rule";
import type { NamedReleases } from "@/lib/rules/sentence";

/** Whom a rule is for besides product and channel. */
export function whomInWords(rule: RuleFields): string {
  const said = narrowerConditions(rule).map(([name, value]) => `${name} ${String(value)}`);
  return said.length === 0 ? "all others" : said.join(", ");
}

/** By what to call releases: by their own names where versions do not tell them apart, as with betas. */
export function callingApart(releases: NamedReleases, names: readonly (string | null)[]): NamedReleases {
  const distinct = [...new Set(names.filter((name) => name !== null))];
  const versions = new Set(distinct.map((name) => releases[name]?.version ?? name));
  return versions.size === distinct.length ? releases : {};
}
