import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { firstOf, type Page } from "@/lib/page";

import { fitsRule, type RuleFilter } from "./filter";
import type { Rule } from "./rule";
import * as store from "./store";

/** The rules of products that the actor may see, and of all products, in the order in which they are tried. */
export async function listRules(actor: Actor): Promise<Rule[]> {
  authorizeReading(actor);
  const rules = await store.listRules(db());
  return rules
    .filter(({ product }) => canSee(actor, product))
    .sort((a, b) => b.priority - a.priority || a.id - b.id);
}

/** A page of the rules that fit a filter. `next` is the `after` of the next one; null at the end. */
export async function findRules(
  actor: Actor,
  { after, limit, ...filter }: RuleFilter & Page<RulePlace>,
): Promise<{ rules: Rule[]; next: string | null }> {
  const rules = (await listRules(actor)).filter(
    (rule) => fitsRule(rule, filter) && (after === null || follows(rule, after)),
  );
  const { shown, last } = firstOf(rules, limit);
  return { rules: shown, next: last && `${last.priority}-${last.id}` };
}

/** Where in the order of evaluation a rule stands. */
export type RulePlace = { readonly priority: number; readonly id: number };

function follows(rule: Rule, { priority, id }: RulePlace): boolean {
  return rule.priority < priority || (rule.priority === priority && rule.id > id);
}

/** @throws Refusal "not-found" when there is none that the actor may read */
export async function getRule(actor: Actor, id: number): Promise<Rule> {
  authorizeReading(actor);
  const rule = await store.findRule(db(), id);
  if (!rule || !canSee(actor, rule.product)) {
    throw new Refusal("not-found", `There is no rule ${id}`);
  }
  return rule;
}
