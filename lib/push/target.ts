import { narrowerConditions, servesChannel } from "@/lib/rules/channel";
import type { Rule } from "@/lib/rules/rule";

export type Place = { readonly product: string; readonly channel: string };

export type Target = {
  /** The one for just this product and channel that ordinary clients of it reach; null when it is not clear which. */
  readonly rule: Rule | null;
  /** Enabled rules of the product that clients of the channel can match, in the order in which they are tried. */
  readonly serving: readonly Rule[];
  /** Those of them without narrower conditions. */
  readonly candidates: readonly Rule[];
};

/** Finds the rule that gives the ordinary clients of a channel what they get. */
export function findTarget(rules: readonly Rule[], place: Place): Target {
  const serving = inOrder(rules).filter(
    (rule) => rule.enabled && rule.product === place.product && servesChannel(rule, place.channel),
  );
  const candidates = serving.filter((rule) => narrowerConditions(rule).length === 0);
  const [first, second] = candidates;
  const exact = candidates.filter(({ channel }) => channel === place.channel);
  const isAlone = exact.length === 1 && second?.priority !== first?.priority;
  return { rule: first !== undefined && first === exact[0] && isAlone ? first : null, serving, candidates };
}

/** In the order in which they are tried. */
export function inOrder(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((a, b) => b.priority - a.priority || a.id - b.id);
}
