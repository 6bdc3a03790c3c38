import { narrowerConditions } from "@/lib/rules/channel";
import type { RuleFields } from "@/lib/rules/rule";

/** Whom a rule is for besides product and channel. */
export function whomInWords(rule: RuleFields): string {
  const said = narrowerConditions(rule).map(([name, value]) => `${name} ${String(value)}`);
  return said.length === 0 ? "all others" : said.join(", ");
}
