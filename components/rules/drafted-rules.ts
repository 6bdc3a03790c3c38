import type { PendingEdit } from "@/components/drafts/editing";
import { ruleSentence, type NamedReleases } from "@/lib/rules/sentence";
import { ruleFieldsSchema, type Rule } from "@/lib/rules/rule";

/** A rule as its row shows it. */
export type RuleRow = Rule & {
  readonly sentence: string;
  /** What it would be if the reader's draft took effect; null: the draft does not touch it. */
  readonly drafted: Rule | null;
  /** What the draft does to the rule itself. */
  readonly fate: "new" | "deleted" | null;
};

/**
 * The rules with what the reader's draft makes of them. New ones get negative numbers.
 * @param rules by product, and there in the order of evaluation, in which new ones are put
 * @param edits of the draft
 */
export function withDraft(
  rules: readonly Rule[],
  edits: readonly PendingEdit[],
  named: NamedReleases,
): readonly RuleRow[] {
  const own = edits.filter(({ entity }) => entity === "rule");
  const rows = rules.map((rule) => storedRow(rule, own, named));
  for (const edit of own) {
    if (edit.action !== "create") continue;
    const rule = newRule(edit);
    rows.splice(placeFor(rule, rows), 0, {
      ...rule,
      ...{ sentence: ruleSentence(rule, named), drafted: null, fate: "new" },
    });
  }
  return rows;
}

function storedRow(rule: Rule, edits: readonly PendingEdit[], named: NamedReleases): RuleRow {
  const touching = edits.filter(({ key }) => key === String(rule.id));
  const fields = touching.flatMap(({ action, fields: set }) => (action === "update" && set ? [set] : []));
  return {
    ...rule,
    sentence: ruleSentence(rule, named),
    drafted: fields.length > 0 ? (Object.assign({ ...rule }, ...fields) as Rule) : null,
    fate: touching.some(({ action }) => action === "delete") ? "deleted" : null,
  };
}

function newRule({ place, fields }: PendingEdit): Rule {
  return { ...ruleFieldsSchema.parse({ priority: 0 }), ...fields, id: -1 - place, rowVersion: 0 };
}

/** Before the first of its product that comes after it, or else after the last; a product without rules comes last. */
function placeFor(rule: Rule, rows: readonly RuleRow[]): number {
  const after = rows.findIndex((row) => row.product === rule.product && row.priority < rule.priority);
  if (after !== -1) return after;
  const last = rows.findLastIndex((row) => row.product === rule.product);
  return last === -1 ? rows.length : last + 1;
}
