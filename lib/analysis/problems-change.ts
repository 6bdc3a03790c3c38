import type { CurrentRows } from "@/lib/configuration/diff";
import { conditionSchemas } from "@/lib/rules/conditions";
import type { ConditionName } from "@/lib/rules/match";
import type { Rule } from "@/lib/rules/rule";
import type { VersionOrder } from "@/lib/versions/version";

import { regionOf } from "./client-space";
import { findClient } from "./find-client";
import type { Problem } from "./problem";
import { inWords, name, ofRule } from "./problems-rules";

/** Clients that a rule with a release takes before a change, and no rule at all after it. */
export function strandedProblems(before: CurrentRows, after: CurrentRows): Problem[] {
  const now = new Map(after.rule.map((rule) => [rule.id, rule]));
  const orders = new Map(after.product.map((product) => [product.name, product.versionOrder]));
  return before.rule.flatMap((was) => {
    const rule = now.get(was.id) ?? null;
    const isTouched = rule?.rowVersion !== was.rowVersion;
    const order = orders.get(was.product ?? "");
    if (!isTouched || !was.enabled || was.mapping === null || !order) return [];
    return isStranding(was, after.rule, order) ? [strandedProblem(was, rule, after, order)] : [];
  });
}

/** Whether some client that matches a rule is taken by none of others. */
function isStranding(was: Rule, rules: readonly Rule[], order: VersionOrder): boolean {
  const lost = regionOf(was, order);
  if (!lost) return false;
  const taking = rules
    .filter((rule) => rule.enabled && (rule.product === null || rule.product === was.product))
    .flatMap((rule) => regionOf(rule, order) ?? []);
  return findClient([lost], taking, order).kind === "client";
}

const conditionNames = Object.keys(conditionSchemas) as ConditionName[];

function strandedProblem(was: Rule, rule: Rule | null, after: CurrentRows, order: VersionOrder): Problem {
  const isOff = !rule?.enabled;
  const changed = conditionNames.filter((field) => was[field] !== (rule ?? was)[field]);
  const systems = changed.includes("osVersion") ? strandedSystems(was, after.rule, order) : [];
  const from = (field: ConditionName) =>
    `${field}: ${inWords(was[field])} → ${inWords((rule ?? was)[field])}`;
  const what = isOff ? "is gone or switched off" : `takes fewer clients (${changed.map(from).join(", ")})`;
  const who = systems.length === 0 ? "the others" : `the others, e.g. those on ${systems.join(", ")}`;
  const detail = `${name(was)} ${what}, and no other rule takes ${who}: they got "${was.mapping ?? ""}" and get no update any more. Keep a rule for them`;
  const isThere = after.release.some((release) => release.name === was.mapping);
  const mend = isThere ? keepTaking(was, rule) : null;
  const field = isOff ? null : (changed[0] ?? null);
  return ofRule(was, { code: "clients-stranded", severity: "warning", field, detail, mend });
}

const systemsByName: Readonly<Record<string, string>> = {
  "Windows 7": "Windows_NT 6.1",
  "Windows 8.1": "Windows_NT 6.3",
  "Windows 10": "Windows_NT 10.0",
  macOS: "Darwin",
  Linux: "Linux",
};

/** Those that people know by name. */
function strandedSystems(was: Rule, rules: readonly Rule[], order: VersionOrder): string[] {
  if (was.osVersion !== null) return [];
  return Object.entries(systemsByName)
    .filter(([, osVersion]) => isStranding({ ...was, osVersion }, rules, order))
    .map(([system]) => system);
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
