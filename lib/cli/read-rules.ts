import type { Rule } from "@/lib/rules/rule";

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
