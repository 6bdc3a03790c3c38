import { matchesChannel } from "@/lib/rules/match";
import { fallbackChannelOf } from "@/lib/protocol/request";
import { conditionNames, type Rule } from "@/lib/rules/rule";

import type { Client } from "./client";
import { Failure } from "./failure";

/** In the order in which they are tried. */
export async function readRules(client: Client): Promise<Rule[]> {
  return (await client.get<{ rules: Rule[] }>("rules")).body.rules;
}

/** @param name an id or an alias */
export async function findRule(client: Client, name: string): Promise<Rule> {
  if (/^\d+$/.test(name)) return (await client.get<Rule>(`rules/${name}`)).body;
  return ruleCalled(name, await readRules(client));
}

/** @throws Failure when none of them has this id or alias */
export function ruleCalled(name: string, rules: readonly Rule[]): Rule {
  const rule = rules.find(({ id, alias }) => alias === name || String(id) === name);
  if (!rule) throw new Failure(`There is no rule "${name}". \`aus rules list\` shows ids and aliases.`);
  return rule;
}

/** `rule 7 (esr-watershed)` */
export function ruleName({ id, alias }: Pick<Rule, "id" | "alias">): string {
  return alias === null ? `rule ${id}` : `rule ${id} (${alias})`;
}

/** Whether clients of a channel can match a rule, as far as its channel goes. */
export function servesChannel({ channel: condition }: Pick<Rule, "channel">, channel: string): boolean {
  return (
    condition === null || matchesChannel(condition, { channel, fallbackChannel: fallbackChannelOf(channel) })
  );
}

/** The conditions besides product and channel that a rule sets. */
export function narrowerConditions(rule: Rule): [name: string, value: unknown][] {
  return conditionNames
    .filter((name) => name !== "product" && name !== "channel" && rule[name] !== null)
    .map((name) => [name, rule[name]]);
}
