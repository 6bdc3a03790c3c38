import type { Operation } from "@/lib/changes/operation";
import type { Stored } from "@/lib/changes/row";
import type { CurrentRows } from "@/lib/configuration/diff";
import { guards } from "@/lib/policies/coverage";
import type { Policy } from "@/lib/policies/policy";
import { conditionSchemas } from "@/lib/rules/conditions";
import type { ConditionName } from "@/lib/rules/match";
import type { Rule, RuleFields } from "@/lib/rules/rule";

import type { Problem, ProblemCode } from "./problem";
import { isWider, standings, type Standing } from "./standing";

type RuleRow = Stored<"rule">;

export type RuleProblem = Omit<Problem, "where" | "product" | "mend"> & {
  readonly field: keyof RuleFields | null;
  readonly mend?: Operation | null;
};

/** A problem of a rule, as it is told. */
export function ofRule(rule: Rule, { field, mend = null, ...problem }: RuleProblem): Problem {
  const where = { entity: "rule", key: String(rule.id), field } as const;
  return { ...problem, where, product: rule.product, mend };
}

/** The edit of a rule as it is now. */
export function editRule(rule: Rule, fields: Partial<RuleFields>): Operation {
  const { id, rowVersion } = rule;
  return { entity: "rule", action: "update", key: { id }, rowVersion, fields };
}

/** What is wrong with enabled rules, each for itself and among the others. */
export function ruleProblems({ rule, product }: CurrentRows, policies: readonly Policy[]): Problem[] {
  const enabled = rule.filter((one) => one.enabled);
  return [
    ...standings(enabled, product).flatMap((standing) => standingProblems(standing, enabled)),
    ...enabled.flatMap((one) => [...guardedProblems(one, policies), ...mappingProblems(one)]),
  ];
}

function standingProblems({ rule, ...standing }: Standing, rules: readonly Rule[]): Problem[] {
  const switchOff = editRule(rule, { enabled: false });
  if (standing.neverMatches) {
    const detail = `${name(rule)} can match no client: its conditions contradict each other, or nobody can say what they ask for. Correct them, or switch the rule off`;
    return [ofRule(rule, { code: "never-matches", severity: "error", field: null, detail, mend: switchOff })];
  }
  const problems: Problem[] = [];
  if (standing.shadowedBy !== null) {
    const detail = `${name(rule)} never decides: ${names(standing.shadowedBy)} of a higher place ${standing.shadowedBy.length === 1 ? "takes" : "together take"} every client that it matches. Give it a higher priority, narrow ${standing.shadowedBy.length === 1 ? "that rule" : "those rules"}, or switch it off`;
    problems.push(
      ofRule(rule, { code: "never-wins", severity: "warning", field: null, detail, mend: switchOff }),
    );
  }
  if (standing.rivals.length > 0) problems.push(rivalProblem(rule, standing.rivals, rules));
  return problems;
}

function rivalProblem(rule: Rule, rivals: readonly Rule[], rules: readonly Rule[]): Problem {
  const detail = `${name(rule)} and ${names(rivals)} have the same priority, ${rule.priority}, and a client can match both: the lowest id decides. Give each its own priority`;
  const last = rules.every(({ priority, id }) => priority !== rule.priority || id <= rule.id);
  const isFree = rule.priority > 0 && rules.every(({ priority }) => priority !== rule.priority - 1);
  const mend = last && isFree ? editRule(rule, { priority: rule.priority - 1 }) : null;
  return ofRule(rule, { code: "equal-priority", severity: "warning", field: "priority", detail, mend });
}

/** A rule for more channels than the guarded one is easily changed by somebody who thinks of another. */
function guardedProblems(rule: RuleRow, policies: readonly Policy[]): Problem[] {
  const { channel } = rule;
  if (channel !== null && !channel.endsWith("*")) return [];
  const guarding = policies.filter(
    (policy) =>
      policy.subject === "clients" &&
      policy.channel !== "*" &&
      policy.channel !== channel &&
      policy.drivers + policy.managers + policy.admins > 0 &&
      guards(policy, { product: rule.product, channel }),
  );
  if (guarding.length === 0) return [];
  const guarded = [...new Set(guarding.map((policy) => policy.channel))].sort().join(", ");
  const detail = `${name(rule)} is for ${channel === null ? "every channel" : `every channel of ${channel}`}, also for ${guarded}, which sign-offs guard. Name the channels that it is meant for, with a rule for each`;
  return [
    ofRule(rule, { code: "wildcard-on-guarded-channel", severity: "warning", field: "channel", detail }),
  ];
}

function mappingProblems(rule: RuleRow): Problem[] {
  const { mapping, fallbackMapping, backgroundRate, comment } = rule;
  const warn = (code: ProblemCode, field: keyof RuleFields, detail: string) =>
    ofRule(rule, { code, severity: "warning", field, detail });
  if (mapping === null) {
    if (comment !== null && comment.trim() !== "") return [];
    const detail = `${name(rule)} maps to nothing, so that its clients stay where they are, and no comment says why. Say why, or map to a release`;
    return [warn("unexplained-empty-mapping", "mapping", detail)];
  }
  if (backgroundRate >= 100 || fallbackMapping !== null) return [];
  const detail = `${name(rule)} serves ${backgroundRate} % of background checks, and the others get no update at all. Name a fallback for them, e.g. the release before`;
  return [warn("rate-without-fallback", "fallbackMapping", detail)];
}

/** Changed rules that match clients whom they did not match before, and new channels or products among those. */
export function scopeProblems(before: CurrentRows, after: CurrentRows): Problem[] {
  const old = new Map(before.rule.map((rule) => [rule.id, rule]));
  const orders = new Map(after.product.map(({ name, versionOrder }) => [name, versionOrder]));
  return after.rule.flatMap((rule) => {
    const was = old.get(rule.id);
    if (!was?.enabled || !rule.enabled || was.rowVersion === rule.rowVersion) return [];
    if (!isWider(was, rule, orders.get(rule.product ?? "") ?? "mozilla")) return [];
    const changed = scopeNames.filter((field) => was[field] !== rule[field]);
    const shown = changed.map((field) => `${field}: ${inWords(was[field])} → ${inWords(rule[field])}`);
    const detail = `${name(rule)} comes to match clients that it did not match before (${shown.join(", ")}). See that they are meant`;
    const field = changed[0] ?? null;
    const mend = editRule(rule, Object.fromEntries(changed.map((one) => [one, was[one]])));
    return [ofRule(rule, { code: "wider-scope", severity: "warning", field, detail, mend })];
  });
}

const scopeNames = Object.keys(conditionSchemas) as ConditionName[];

export function inWords(value: string | boolean | null): string {
  return value === null ? "any" : String(value);
}

const mostNamed = 5;

export function name({ id, alias }: Pick<Rule, "id" | "alias">): string {
  return alias === null ? `Rule ${id}` : `Rule ${id} (${alias})`;
}

function names(rules: readonly Rule[]): string {
  const more = rules.length > mostNamed ? ` and ${rules.length - mostNamed} more` : "";
  const shown = rules.slice(0, mostNamed).map(({ id }) => id);
  return `${rules.length === 1 ? "rule" : "rules"} ${shown.join(", ")}${more}`;
}
