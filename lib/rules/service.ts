import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

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

/** @throws Refusal "not-found" when there is none that the actor may read */
export async function getRule(actor: Actor, id: number): Promise<Rule> {
  authorizeReading(actor);
  const rule = await store.findRule(db(), id);
  if (!rule || !canSee(actor, rule.product)) {
    throw new Refusal("not-found", `There is no rule ${id}`);
  }
  return rule;
}
