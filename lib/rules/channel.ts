import { fallbackChannelOf } from "@/lib/protocol/request";

import { matchesChannel, type ConditionName } from "./match";
import { conditionNames, type Rule, type RuleFields } from "./rule";

/** Whether clients of a channel can match a rule, as far as its channel goes. */
export function servesChannel({ channel: condition }: Pick<Rule, "channel">, channel: string): boolean {
  return (
    condition === null || matchesChannel(condition, { channel, fallbackChannel: fallbackChannelOf(channel) })
  );
}

/** The conditions besides product and channel that a rule sets. */
export function narrowerConditions(rule: RuleFields): [name: ConditionName, value: unknown][] {
  return conditionNames
    .filter((name) => name !== "product" && name !== "channel" && rule[name] !== null)
    .map((name) => [name, rule[name]]);
}

/** `rule 7 (esr-watershed)` */
export function ruleName({ id, alias }: Pick<Rule, "id" | "alias">): string {
  return alias === null ? `rule ${id}` : `rule ${id} (${alias})`;
}
