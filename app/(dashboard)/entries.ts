import type { ShownEntry } from "@/components/audit/entry-diff";
import { meaningsOf } from "@/lib/audit/meanings";
import { ruleSchema } from "@/lib/rules/rule";
import { ruleSentence } from "@/lib/rules/sentence";
import type { NamedReleases } from "@/lib/rules/sentence";

/** A row before and after, with what that means in words. */
export function inWords(
  { entity, key, before, after }: Pick<ShownEntry, "entity" | "key" | "before" | "after">,
  names: NamedReleases,
): ShownEntry {
  const entry = { entity, key, before, after };
  const means = meaningsOf(entry, (release) => names[release]?.version ?? null);
  if (entity !== "rule") return { ...entry, means };
  const says = { before: sentenceOf(before, names), after: sentenceOf(after, names) };
  return { ...entry, means, says };
}

/** Rows of the past may say what rules no longer can: those are shown field by field only. */
function sentenceOf(row: unknown, names: NamedReleases): string | null {
  const rule = ruleSchema.partial({ id: true }).loose().safeParse(row);
  return rule.success ? ruleSentence(rule.data, names) : null;
}
