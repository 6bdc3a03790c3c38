import type { Rule } from "./rule";
import { ruleFieldsSchema } from "./rule";

/** A rule without what it says by default, which is most of it: thousands of them travel to a page. */
export type PackedRule = Partial<Rule> & Pick<Rule, "id" | "priority" | "rowVersion">;

const { priority: _, ...defaults } = ruleFieldsSchema.parse({ priority: 0 });

/** @returns the rule without the fields that have their default */
export function packRule(rule: Rule): PackedRule {
  const said = Object.entries(rule).filter(
    ([field, value]) => !(field in defaults) || value !== defaults[field as keyof typeof defaults],
  );
  return Object.fromEntries(said) as PackedRule;
}

/** The inverse of `packRule`. */
export function unpackRule(packed: PackedRule): Rule {
  return { ...defaults, ...packed };
}
