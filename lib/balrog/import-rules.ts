import type { ConfiguredRule } from "@/lib/configuration/configuration";
import { ruleFieldsSchema, ruleSchema } from "@/lib/rules/rule";

import type { Placed } from "./dump";
import { inside, type Findings, type Place } from "./finding";
import { readPart } from "./read-part";
import { ruleRow, type RuleRow } from "./row";

const leftOut = "The rule is left out";

/** Translates Balrog's rules, in their order. `releases` are the names that mappings may use. */
export function importRules(
  rows: readonly Placed[],
  releases: ReadonlySet<string>,
  findings: Findings,
): ConfiguredRule[] {
  const ids = new Set<number>();
  const aliases = new Set<string>();
  return rows.flatMap(({ value, place }) => {
    const row = readPart(ruleRow, value, place, findings, { whole: leftOut });
    if (!row) return [];
    const id = row.rule_id;
    if (ids.has(id)) {
      const what = `Another rule has the id ${id}`;
      findings.error(inside(place, "rule_id"), what, "Give each rule an id of its own", leftOut);
      return [];
    }
    ids.add(id);
    const rule = importRule(
      withValidReferences(row, place, { releases, aliases }, findings),
      place,
      findings,
    );
    return rule ? [rule] : [];
  });
}

type Known = { readonly releases: ReadonlySet<string>; readonly aliases: Set<string> };

/** What Balrog's rows may hold and ours may not, but a rule can do without. */
function withValidReferences(row: RuleRow, place: Place, known: Known, findings: Findings): RuleRow {
  const mended = { ...row };
  for (const field of ["mapping", "fallbackMapping"] as const) {
    const name = row[field];
    mended[field] = name || null;
    if (!name || known.releases.has(name)) continue;
    const what = `Rule ${row.rule_id}: ${field} names the release ${name}, which is not there`;
    const remedy = "Add that release, or name another";
    findings.error(inside(place, field), what, remedy, `The rule is kept without ${field}: no update`);
    mended[field] = null;
  }
  if (row.alias != null && known.aliases.has(row.alias)) {
    const what = `Rule ${row.rule_id}: another rule has the alias ${row.alias}`;
    findings.error(
      inside(place, "alias"),
      what,
      "Choose another alias",
      "The rule is kept without its alias",
    );
    mended.alias = null;
  }
  if (row.alias != null) known.aliases.add(row.alias);
  const type = row.update_type ?? "minor";
  if (!ruleFieldsSchema.shape.updateType.safeParse(type).success) {
    const what = `Rule ${row.rule_id}: clients know no update type "${type}"`;
    const remedy = "Write minor or major";
    findings.error(inside(place, "update_type"), what, remedy, "The rule is kept as minor");
    mended.update_type = "minor";
  }
  return mended;
}

function importRule(row: RuleRow, place: Place, findings: Findings): ConfiguredRule | null {
  const { rule_id, update_type, backgroundRate, data_version: _, ...same } = row;
  const rule = ruleSchema.safeParse({
    ...Object.fromEntries(Object.entries(same).map(([name, value]) => [name, value ?? null])),
    id: rule_id,
    backgroundRate: backgroundRate ?? 100,
    updateType: update_type ?? "minor",
  });
  if (rule.success) return rule.data;
  for (const { path, message } of rule.error.issues) {
    const field = String(path[0]);
    findings.error(
      inside(place, field),
      `Rule ${rule_id}: ${field}: ${message}`,
      `Correct ${field}`,
      leftOut,
    );
  }
  return null;
}
