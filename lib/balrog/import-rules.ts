import type { ConfiguredRule } from "@/lib/configuration/configuration";
import { conditionNames, ruleFieldsSchema, ruleSchema } from "@/lib/rules/rule";
import { parseVersionCondition } from "@/lib/rules/version-condition";

import type { Placed } from "./dump";
import type { Place } from "./finding";
import { versionOrderOf } from "./names";
import { readPart } from "./read-part";
import { ruleRow, type RuleRow } from "./row";

const leftOut = "The rule is left out";

/** Translates Balrog's rules, in their order. `releases` are those that mappings may name, with their products. */
export function importRules(
  rows: readonly Placed[],
  releases: ReadonlyMap<string, string>,
): ConfiguredRule[] {
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

type Known = {
  /** Products by release. */
  readonly releases: ReadonlyMap<string, string>;
  readonly aliases: Set<string>;
};

/** What Balrog's rows may hold and ours may not, but a rule can do without. */
function withValidReferences(row: RuleRow, place: Place, known: Known): RuleRow {
  const mended = {
    ...row,
    mapping: validMapping(row, "mapping", place, known),
    fallbackMapping: validMapping(row, "fallbackMapping", place, known),
  };
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

function validMapping(
  row: RuleRow,
  field: "mapping" | "fallbackMapping",
  place: Place,
  { releases }: Known,
): string | null {
  const name = row[field];
  if (name == null || name === "") return null;
  const product = releases.get(name);
  if (product === undefined) {
    const what = `Rule ${row.rule_id}: ${field} names the release ${name}, which is not there`;
    const kept = `The rule is kept without ${field}: no update`;
    place.inside(field).error(what, "Add that release, or name another", kept);
    return null;
  }
  if (row.product != null && row.product !== product) {
    const what = `Rule ${row.rule_id}: ${field} names ${name}, a release of ${product}, for ${row.product}`;
    place.inside(field).error(what, `Name a release of ${row.product}`, "The rule is kept as it is");
  }
  return name;
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
  const faults = rule.success
    ? versionFaults(rule.data)
    : rule.error.issues.map(({ path, message }) => ({ field: String(path[0]), message }));
  for (const { field, message } of faults) {
    place.inside(field).error(`Rule ${row.rule_id}: ${field}: ${message}`, `Correct ${field}`, leftOut);
  }
  return rule.success && faults.length === 0 ? rule.data : null;
}

/** Versions have to be such as the product's order reads. */
function versionFaults({ version, product }: ConfiguredRule): { field: string; message: string }[] {
  if (version === null) return [];
  try {
    parseVersionCondition(version, versionOrderOf(product ?? ""));
    return [];
  } catch (error) {
    if (error instanceof RangeError) return [{ field: "version", message: error.message }];
    throw error;
  }
}
