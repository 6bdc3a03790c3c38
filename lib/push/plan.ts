import type { z } from "zod";

import type { Operation } from "@/lib/changes/operation";
import { Refusal } from "@/lib/errors";
import { ruleName } from "@/lib/rules/channel";
import { ruleFieldsSchema, type Rule, type RuleFields } from "@/lib/rules/rule";
import { ruleSentence, type NamedReleases } from "@/lib/rules/sentence";

import { callingApart, conditionsInWords } from "./describe";

/** What plans are made from: as far as whoever plans may see. */
export type Surroundings = {
  readonly rules: readonly Rule[];
  /** What is known of releases, by name. */
  readonly releases: NamedReleases;
};

/** A change of one rule. */
export type PlannedEdit = {
  readonly operation: Operation;
  /** How people call the rule. */
  readonly name: string;
  /** The rule in words; null: there is none. */
  readonly before: string | null;
  readonly after: string | null;
};

/** The operations of a usual task, and what they do in a sentence. */
export type Plan = { readonly sentence: string; readonly edits: readonly PlannedEdit[] };

export function operationsOf({ edits }: Plan): Operation[] {
  return edits.map(({ operation }) => operation);
}

/** Sets fields of a rule; nothing where it has these values already. */
export function changeOf(rule: Rule, wanted: Partial<RuleFields>, releases: NamedReleases): PlannedEdit[] {
  const names = (Object.keys(wanted) as (keyof RuleFields)[]).filter((name) => rule[name] !== wanted[name]);
  if (names.length === 0) return [];
  const fields = Object.fromEntries(names.map((name) => [name, wanted[name]]));
  const { id, rowVersion } = rule;
  const after = { ...rule, ...wanted };
  const called = callingApart(releases, [rule.mapping, after.mapping, after.fallbackMapping]);
  return [
    {
      operation: { entity: "rule", action: "update", key: { id }, rowVersion, fields },
      name: ruleName(rule),
      before: ruleSentence(rule, called),
      after: ruleSentence(after, called),
    },
  ];
}

export function creationOf(given: z.input<typeof ruleFieldsSchema>, releases: NamedReleases): PlannedEdit {
  const value = ruleFieldsSchema.parse(given);
  return {
    operation: { entity: "rule", action: "create", value },
    name: ["a new rule", ...conditionsInWords(value)].join(", "),
    before: null,
    after: ruleSentence(value, releases),
  };
}

export function deletionOf(rule: Rule, releases: NamedReleases): PlannedEdit {
  const { id, rowVersion } = rule;
  return {
    operation: { entity: "rule", action: "delete", key: { id }, rowVersion },
    name: ruleName(rule),
    before: ruleSentence(rule, releases),
    after: null,
  };
}

/** The rules as they will be; new ones have ids that no other has. */
export function rulesAfter(rules: readonly Rule[], plan: Plan): Rule[] {
  const after = new Map(rules.map((rule) => [rule.id, rule]));
  let free = Math.max(0, ...after.keys());
  for (const operation of operationsOf(plan)) {
    if (operation.entity !== "rule") continue;
    if (operation.action === "create") {
      free += 1;
      after.set(free, { ...operation.value, id: free, rowVersion: 1 });
    } else if (operation.action === "delete") after.delete(operation.key.id);
    else {
      const rule = after.get(operation.key.id);
      if (rule) after.set(rule.id, { ...rule, ...(operation.fields as Partial<RuleFields>) });
    }
  }
  return [...after.values()];
}

/** A refusal of a parameter. @param detail what is wrong, and the remedy */
export function refuse(field: string, detail: string): Refusal {
  return new Refusal("invalid", detail, { errors: [{ pointer: `/${field}`, detail }] });
}
