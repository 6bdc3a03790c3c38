import type { Rule } from "./rule";
import { ruleFieldsSchema } from "./rule";

/**
 * A rule without what it says by default, which is most of it, and without the names of what every rule says: thousands
 * of them travel to a page.
 */
export type PackedRule = readonly [
  id: number,
  priority: number,
  rowVersion: number,
  product: string | null,
  channel: string | null,
  rest: Partial<Rule>,
];

const { priority: _, ...defaults } = ruleFieldsSchema.parse({ priority: 0 });

/** @returns the rule without the fields that have their default */
export function packRule({ id, priority, rowVersion, product, channel, ...rest }: Rule): PackedRule {
  const said = Object.entries(rest).filter(
    ([field, value]) => !(field in defaults) || value !== defaults[field as keyof typeof defaults],
  );
  return [id, priority, rowVersion, product, channel, Object.fromEntries(said)];
}

/** The inverse of `packRule`. */
export function unpackRule([id, priority, rowVersion, product, channel, rest]: PackedRule): Rule {
  return { ...defaults, id, priority, rowVersion, product, channel, ...rest };
}
