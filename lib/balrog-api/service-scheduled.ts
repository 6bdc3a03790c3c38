import type { Operation } from "@/lib/changes/operation";
import { getChangeSet, listChangeSets, type ChangeSetDetail } from "@/lib/change-sets/service-read";
import { cancelChangeSet } from "@/lib/change-sets/service-schedule";
import { Refusal } from "@/lib/errors";
import type { Rule } from "@/lib/rules/rule";
import { listRules } from "@/lib/rules/service";

import { toRow } from "./rule-row";
import type { Caller } from "./service-write";

type Row = Readonly<Record<string, unknown>>;

const open = ["proposed", "approved", "scheduled", "paused"] as const;
const mostListed = 200;

/** The changes of single rules that are to come, the newest first. @param all those that were made as well */
export async function listScheduledRuleChanges(
  caller: Caller,
  { all, rule }: { all: boolean; rule: number | null },
): Promise<Row[]> {
  const state = all ? ([...open, "enacted"] as const) : open;
  const { changeSets } = await listChangeSets(caller.actor, { state, limit: mostListed });
  const rules = await rulesById(caller);
  const rows: Row[] = [];
  for (const { id } of changeSets) {
    const row = scheduledRow(await getChangeSet(caller.actor, id), rules);
    if (row && (rule === null || row["rule_id"] === rule)) rows.push(row);
  }
  return rows;
}

/** @throws Refusal "not-found" when there is no such change of a single rule */
export async function getScheduledRuleChange(caller: Caller, id: number): Promise<Row> {
  const row = scheduledRow(await getChangeSet(caller.actor, id), await rulesById(caller));
  if (row) return row;
  throw new Refusal("not-found", `Change set ${id} is no scheduled change of one rule`);
}

export async function cancelScheduledRuleChange(caller: Caller, id: number): Promise<void> {
  await getScheduledRuleChange(caller, id);
  await cancelChangeSet(caller.actor, id, { text: "Through Balrog's API" });
}

type Rules = ReadonlyMap<number, Rule>;

async function rulesById({ actor }: Caller): Promise<Rules> {
  return new Map((await listRules(actor)).map((rule) => [rule.id, rule]));
}

/** Null: it does something else than to change one rule, once. */
function scheduledRow(set: ChangeSetDetail, rules: Rules): Row | null {
  const [step, ...more] = set.steps;
  const [operation, ...others] = step?.operations ?? [];
  if (!step || operation?.entity !== "rule" || more.length + others.length > 0) return null;
  return {
    sc_id: set.id,
    when: step.at?.getTime() ?? null,
    complete: set.state === "enacted",
    scheduled_by: set.author,
    sc_data_version: set.rowVersion,
    signoffs: Object.fromEntries(set.signOffs.map(({ email, role }) => [email, role])),
    required_signoffs: Object.fromEntries(set.requirements.map(({ role, count }) => [role, count])),
    ...ruleChange(operation, rules),
  };
}

function ruleChange(operation: Operation & { entity: "rule" }, rules: Rules): Row {
  if (operation.action === "create") {
    const { updateType, enabled: _, id = null, ...fields } = operation.value;
    return { change_type: "insert", rule_id: id, ...fields, update_type: updateType, data_version: null };
  }
  const { key, rowVersion } = operation;
  const told = { rule_id: key.id, data_version: rowVersion };
  if (operation.action === "delete") return { change_type: "delete", ...told };
  const { updateType, enabled: _, ...fields } = operation.fields;
  const rule = rules.get(key.id);
  const row = rule ? toRow(rule) : {};
  return {
    change_type: "update",
    ...row,
    ...fields,
    ...(updateType && { update_type: updateType }),
    ...told,
  };
}
