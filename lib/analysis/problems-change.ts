import type { CurrentRows } from "@/lib/configuration/diff";
import { conditionSchemas } from "@/lib/rules/conditions";
import type { ConditionName } from "@/lib/rules/match";
import type { Rule } from "@/lib/rules/rule";
import type { VersionOrder } from "@/lib/versions/version";

import { regionOf, type Sample } from "./client-space";
import { findClient } from "./find-client";
import type { Problem } from "./problem";
import { name, ofRule } from "./problems-rules";

/** Clients that a rule with a release takes before a change, and no rule at all after it. */
export function strandedProblems(before: CurrentRows, after: CurrentRows): Problem[] {
  const now = new Map(after.rule.map((rule) => [rule.id, rule]));
  const orders = new Map(after.product.map((product) => [product.name, product.versionOrder]));
  return before.rule.flatMap((was) => {
    const rule = now.get(was.id) ?? null;
    const isTouched = rule?.rowVersion !== was.rowVersion;
    const order = orders.get(was.product ?? "");
    if (!isTouched || !was.enabled || was.mapping === null || !order) return [];
    const stranded = findStranded(was, after.rule, order);
    return stranded ? [strandedProblem(was, rule, { stranded, after })] : [];
  });
}

function findStranded(was: Rule, rules: readonly Rule[], order: VersionOrder): Sample | null {
  const lost = regionOf(was, order);
  if (!lost) return null;
  const taking = rules
    .filter((rule) => rule.enabled && (rule.product === null || rule.product === was.product))
    .flatMap((rule) => regionOf(rule, order) ?? []);
  const found = findClient([lost], taking, order);
  return found.kind === "client" ? found.sample : null;
}

const conditionNames = Object.keys(conditionSchemas) as ConditionName[];

function strandedProblem(
  was: Rule,
  rule: Rule | null,
  { stranded, after }: { stranded: Sample; after: CurrentRows },
): Problem {
  const isOff = rule === null || !rule.enabled;
  const changed = conditionNames.filter(
    (field) => field !== "product" && was[field] !== (rule ?? was)[field],
  );
  const told = (isOff ? conditionNames.filter((field) => was[field] !== null) : changed).flatMap((field) => {
    const value = stranded[field as keyof Sample];
    return field === "product" || value == null || value === "" ? [] : [`${field} ${String(value)}`];
  });
  const example = told.length === 0 ? "" : `, e.g. those of ${told.join(", ")}`;
  const what = isOff ? "is gone or switched off" : "no longer matches all its clients";
  const detail = `${name(was)} ${what}, and no other rule takes the others${example}: they got ${was.mapping ?? ""} and get no update any more. Keep a rule for them`;
  const isThere = after.release.some((release) => release.name === was.mapping);
  const mend = isThere ? keepTaking(was, rule) : null;
  const field = isOff ? null : (changed[0] ?? null);
  return ofRule(was, { code: "clients-stranded", severity: "warning", field, detail, mend });
}

/** A rule just below, which goes on giving the others what they get now. */
function keepTaking(was: Rule, rule: Rule | null) {
  const { id, rowVersion, ...fields } = was;
  return {
    entity: "rule" as const,
    action: "create" as const,
    value: {
      ...fields,
      alias: null,
      comment: `For clients that ${name(was).toLowerCase()} no longer takes`,
      priority: Math.max(0, (rule ?? was).priority - (rule?.enabled ? 1 : 0)),
    },
  };
}
