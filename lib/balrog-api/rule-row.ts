import { conditionNames, type Rule } from "@/lib/rules/rule";

/** What Balrog and we call the same. */
const sameNames = [
  "priority",
  "alias",
  "comment",
  "mapping",
  "fallbackMapping",
  "backgroundRate",
  ...conditionNames,
] as const;

/** A rule as Balrog's API answers it. */
export function toRow(rule: Rule): Readonly<Record<string, unknown>> {
  const same = Object.fromEntries(sameNames.map((name) => [name, rule[name]]));
  return { rule_id: rule.id, ...same, update_type: rule.updateType, data_version: rule.rowVersion };
}

/**
 * What stands beside a rule's own fields in the requests of clients. Those that schedule send back the row that they
 * read, with `data_verison` in it.
 */
const asides: ReadonlySet<string> = new Set([
  "rule_id",
  "data_version",
  "data_verison",
  "csrf_token",
  "change_type",
  "when",
  "sc_data_version",
  "telemetry_product",
  "telemetry_channel",
  "telemetry_uptake",
]);
const numbers: ReadonlySet<string> = new Set(["priority", "backgroundRate"]);
const flags: ReadonlySet<string> = new Set(["mig64", "jaws"]);
const lists: ReadonlySet<string> = new Set(["locale", "distribution"]);

/** The fields of a rule that a request of Balrog's API sets, by our names; still to be checked. */
export function toFields(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(body).filter(
    // Nothing is said by an allow list that is not there.
    ([name, value]) => !asides.has(name) && !(/^(allow|white)list$/.test(name) && value === null),
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name === "update_type" ? "updateType" : name, valueOf(name, value)]),
  );
}

function valueOf(name: string, value: unknown): unknown {
  if (flags.has(name) && (value === 0 || value === 1)) return value === 1;
  if (typeof value !== "string") return value;
  const text = lists.has(name) ? value.replaceAll(/\s/g, "") : value.trim();
  if (text === "") return null;
  return numbers.has(name) && /^\d{1,9}$/.test(text) ? Number(text) : text;
}
