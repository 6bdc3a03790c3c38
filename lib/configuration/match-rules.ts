import { canonicalize } from "json-canonicalize";

import { ruleFieldsSchema, type Rule, type RuleFields } from "@/lib/rules/rule";

type GivenRule = { readonly [Name in keyof RuleFields]?: RuleFields[Name] | undefined } & {
  readonly id?: number | undefined;
};

/**
 * Which rule each given one is: the one of its id, else of its alias, else one that says the same. Null where it
 * is none of those, and so is new. No rule is taken twice.
 */
export function matchRules(current: readonly Rule[], given: readonly GivenRule[]): (number | null)[] {
  const free = new Map(current.map((rule) => [rule.id, rule]));
  for (const { id } of given) if (id !== undefined) free.delete(id);
  const byAlias = take(given, free, ({ alias }) => alias ?? null);
  const rest = given.map((rule, index) => (byAlias[index] === null ? rule : {}));
  const byContent = take(rest, free, contentOf);
  return given.map(({ id }, index) => id ?? byAlias[index] ?? byContent[index] ?? null);
}

/** Matches rules without id by what `sign` says of them, and takes those found out of `free`. */
function take(
  given: readonly GivenRule[],
  free: Map<number, Rule>,
  sign: (rule: GivenRule) => string | null,
): (number | null)[] {
  const bySign = new Map<string, number[]>();
  for (const rule of [...free.values()].reverse()) {
    const text = sign(rule);
    if (text !== null) bySign.set(text, [...(bySign.get(text) ?? []), rule.id]);
  }
  return given.map((rule) => {
    const text = rule.id === undefined ? sign(rule) : null;
    const id = text === null ? undefined : bySign.get(text)?.pop();
    if (id === undefined) return null;
    free.delete(id);
    return id;
  });
}

/** Everything that a rule says, apart from its id; null when it cannot be one. */
function contentOf(rule: GivenRule): string | null {
  const names = Object.keys(ruleFieldsSchema.shape) as (keyof RuleFields)[];
  const fields = Object.fromEntries(names.map((name) => [name, rule[name]]));
  const parsed = ruleFieldsSchema.safeParse(fields);
  return parsed.success ? canonicalize(parsed.data) : null;
}
