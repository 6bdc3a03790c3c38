import type { ConfiguredRule } from "@/lib/configuration/configuration";
import { conditionNames, ruleFieldsSchema, ruleSchema } from "@/lib/rules/rule";

import type { Placed } from "./dump";
import type { Place } from "./finding";
import { readPart } from "./read-part";
import { ruleRow, type RuleRow } from "./row";

const leftOut = "The rule is left out";

/** Translates Balrog's rules, in their order. `releases` are the names that mappings may use. */
export function importRules(rows: readonly Placed[], releases: ReadonlySet<string>): ConfiguredRule[] {
  const ids = new Set<number>();
  const aliases = new Set<string>();
  return rows.flatMap(({ value, place }) => {
    const row = readPart(ruleRow, value, place, { whole: leftOut });
    if (!row) return [];
    const id = row.rule_id;
    if (ids.has(id)) {
      const what = `Another rule has the id ${id}`;
      place.inside("rule_id").error(what, "Give each rule an id of its own", leftOut);
      return [];
    }
    ids.add(id);
    const rule = importRule(withValidReferences(row, place, { releases, aliases }), place);
    return rule ? [rule] : [];
  });
}

type Known = { readonly releases: ReadonlySet<string>; readonly aliases: Set<string> };

/** What Balrog's rows may hold and ours may not, but a rule can do without. */
function withValidReferences(row: RuleRow, place: Place, known: Known): RuleRow {
  const mended = { ...row };
  for (const field of ["mapping", "fallbackMapping"] as const) {
    const name = row[field];
    mended[field] = name === "" ? null : name;
    if (!name || known.releases.has(name)) continue;
    const what = `Rule ${row.rule_id}: ${field} names the release ${name}, which is not there`;
    const remedy = "Add that release, or name another";
    place.inside(field).error(what, remedy, `The rule is kept without ${field}: no update`);
    mended[field] = null;
  }
  if (row.alias != null && known.aliases.has(row.alias)) {
    const what = `Rule ${row.rule_id}: another rule has the alias ${row.alias}`;
    place.inside("alias").error(what, "Choose another alias", "The rule is kept without its alias");
    mended.alias = null;
  }
  if (row.alias != null) known.aliases.add(row.alias);
  const type = row.update_type ?? "minor";
  if (!ruleFieldsSchema.shape.updateType.safeParse(type).success) {
    const what = `Rule ${row.rule_id}: clients know no update type "${type}"`;
    const remedy = "Write minor or major";
    place.inside("update_type").error(what, remedy, "The rule is kept as minor");
    mended.update_type = "minor";
  }
  return mended;
}

/** What Balrog and we call the same. */
const sameNames = ["priority", "alias", "comment", "mapping", "fallbackMapping", ...conditionNames] as const;

function importRule(row: RuleRow, place: Place): ConfiguredRule | null {
  const rule = ruleSchema.safeParse({
    ...Object.fromEntries(sameNames.map((name) => [name, row[name] ?? null])),
    id: row.rule_id,
    backgroundRate: row.backgroundRate ?? 100,
    updateType: row.update_type ?? "minor",
  });
  if (rule.success) return rule.data;
  for (const { path, message } of rule.error.issues) {
    const field = String(path[0]);
    place.inside(field).error(`Rule ${row.rule_id}: ${field}: ${message}`, `Correct ${field}`, leftOut);
  }
  return null;
}
