import type { UpdateQuery } from "@/lib/protocol/request";
import type { VersionOrder } from "@/lib/versions/version";

import { compileConditions, type CompiledCondition, type ConditionName } from "./match";
import type { Rule } from "./rule";
import { indexRules, type RuleIndex } from "./rule-index";

/** A rule with its conditions read once. */
export type CompiledRule = { readonly rule: Rule; readonly conditions: readonly CompiledCondition[] };

/** The rules that can match clients of one product, in the order in which they are tried. */
export type RuleBook = { readonly rules: readonly CompiledRule[]; readonly index: RuleIndex };

/**
 * Compiles the enabled rules that clients of a product can meet: the highest priority first, equal priorities
 * by id, so that the answer is stable.
 *
 * @param product null: of a product that no rule names
 */
export function compileRules(rules: readonly Rule[], product: string | null, order: VersionOrder): RuleBook {
  const compiled = rules
    .filter((rule) => rule.enabled && (rule.product === null || rule.product === product))
    .sort((a, b) => b.priority - a.priority || a.id - b.id)
    .flatMap((rule) => {
      const conditions = compileOrSkip(rule, order);
      return conditions ? [{ rule, conditions }] : [];
    });
  // Which product they are for has been settled above.
  const open = compiled.map(({ conditions }) => conditions.filter(({ name }) => name !== "product"));
  return { rules: compiled, index: indexRules(open) };
}

/** A rule for all products may name versions that this product's order cannot read: it matches none of its clients. */
function compileOrSkip(rule: Rule, order: VersionOrder): CompiledCondition[] | null {
  try {
    return compileConditions(rule, order);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The rule that decides for this client, or null when none matches. */
export function selectRule({ rules, index }: RuleBook, query: UpdateQuery): Rule | null {
  return rules[index.first(query)]?.rule ?? null;
}

/** Why a rule was passed over, or that it decided. */
export type ConsideredRule = {
  readonly rule: Rule;
  /** The first condition that does not hold; null when all hold. */
  readonly failed: ConditionName | null;
  /** A higher rule had decided already, or the rule is switched off. */
  readonly outcome: "decides" | "does not match" | "hidden by the deciding rule" | "disabled";
};

/** Every rule of a configuration with what became of it for this client, in the order in which they are tried. */
export function considerRules(
  rules: readonly Rule[],
  query: UpdateQuery,
  order: VersionOrder,
): ConsideredRule[] {
  let decided = false;
  return [...rules]
    .sort((a, b) => b.priority - a.priority || a.id - b.id)
    .map((rule) => {
      const conditions = compileOrSkip(rule, order);
      const failed = conditions
        ? (conditions.find(({ matches }) => !matches(query))?.name ?? null)
        : "version";
      const outcome = outcomeOf(rule, failed, decided);
      decided ||= outcome === "decides";
      return { rule, failed, outcome };
    });
}

function outcomeOf(rule: Rule, failed: ConditionName | null, decided: boolean): ConsideredRule["outcome"] {
  if (!rule.enabled) return "disabled";
  if (failed !== null) return "does not match";
  return decided ? "hidden by the deciding rule" : "decides";
}
