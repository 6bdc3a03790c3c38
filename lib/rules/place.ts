import type { Rule } from "./rule";

const step = 10;

/**
 * A priority just before, in the order in which rules are tried, the rule that is named.
 * @param rules of one product and of every product
 * @returns null when no number is free between it and the rule before
 */
export function priorityBefore(rules: readonly Pick<Rule, "id" | "priority">[], id: number): number | null {
  const target = rules.find((rule) => rule.id === id);
  if (!target) return null;
  const above = rules.map(({ priority }) => priority).filter((priority) => priority > target.priority);
  if (above.length === 0) return target.priority + step;
  const next = Math.min(...above);
  return next - target.priority < 2 ? null : Math.floor((next + target.priority) / 2);
}
