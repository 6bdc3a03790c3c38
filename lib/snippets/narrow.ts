import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";
import { compileConditions } from "@/lib/rules/match";
import { ruleFieldsSchema } from "@/lib/rules/rule";

import type { Demand } from "./demand";
import type { PlannedRule } from "./rule-plan";
import { updateUrl } from "./tree";

/**
 * Adds every condition that the states of a rule have in common, so that it hides other rules from no client that
 * the snippets do not speak of.
 */
export function narrow(rule: PlannedRule, demands: readonly Demand[]): PlannedRule {
  const conditions = compileConditions(
    ruleFieldsSchema.parse({ ...rule.conditions, priority: 0 }),
    "mozilla",
  );
  const met = demands.flatMap(({ state }) => {
    const request = parseUpdateUrl(updateUrl(state));
    if (request.kind === "unreadable") return [];
    return conditions.every(({ matches }) => matches(request.query)) ? [request.query] : [];
  });
  const distinct = (field: "buildTarget" | "buildID" | "locale") => [...new Set(met.map(said(field)))].sort();
  return {
    ...rule,
    conditions: {
      ...rule.conditions,
      buildTarget: rule.conditions.buildTarget ?? only(distinct("buildTarget")),
      buildID: rule.conditions.buildID ?? only(distinct("buildID")),
      locale: rule.conditions.locale ?? distinct("locale").join(","),
    },
  };
}

function said(field: "buildTarget" | "buildID" | "locale"): (query: UpdateQuery) => string {
  return (query) => query[field];
}

/** These conditions take one value, not a list. */
function only(values: readonly string[]): string | null {
  return values.length === 1 ? (values[0] ?? null) : null;
}
