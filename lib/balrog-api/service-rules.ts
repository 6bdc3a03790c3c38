import type { Operation } from "@/lib/changes/operation";
import { lastRuleId } from "@/lib/changes/store";
import { Refusal } from "@/lib/errors";
import { ruleFieldsSchema, type Rule, type RuleFields } from "@/lib/rules/rule";
import { getRule, listRules } from "@/lib/rules/service";

import { schedule, write, type Caller } from "./service-write";

/** The rules as Balrog knows them: one that is switched off has no counterpart there. */
export async function listBalrogRules({ actor }: Caller, product: string | null): Promise<Rule[]> {
  const rules = await listRules(actor);
  return rules.filter((rule) => rule.enabled && (product === null || rule.product === product));
}

/** @throws Refusal "not-found" when there is none of this id or alias that the actor may read */
export async function findBalrogRule({ actor }: Caller, idOrAlias: string): Promise<Rule> {
  if (/^[1-9]\d{0,8}$/.test(idOrAlias)) return getRule(actor, Number(idOrAlias));
  const found = (await listRules(actor)).find(({ alias }) => alias === idOrAlias);
  if (found) return found;
  throw new Refusal("not-found", `There is no rule ${idOrAlias}`);
}

export type GivenFields = { readonly [Name in keyof RuleFields]?: RuleFields[Name] | undefined };

/** @returns the new rule's id */
export async function createRule(caller: Caller, fields: GivenFields): Promise<number> {
  const value = completeRule(fields);
  let id = 0;
  await write(caller, "Add a rule", async (tx) => {
    id = (await lastRuleId(tx)) + 1;
    return [{ entity: "rule", action: "create", value: { ...value, id } }];
  });
  return id;
}

/** As Balrog, which refuses what is likely a mistake: a rule that serves nothing. */
function completeRule(fields: GivenFields): RuleFields {
  const missing = (["priority", "mapping", "backgroundRate"] as const).filter(
    (name) => (fields[name] ?? null) === null,
  );
  const errors = missing.map((name) => ({ pointer: `/${name}`, detail: `${name} is missing` }));
  if (errors.length > 0) throw new Refusal("invalid", "The rule is not complete", { errors });
  return ruleFieldsSchema.parse(fields);
}

/** @param dataVersion that of the rule as the caller saw it @returns its new data version */
export async function updateRule(
  caller: Caller,
  idOrAlias: string,
  { fields, dataVersion }: { fields: GivenFields; dataVersion: number },
): Promise<number> {
  const { id } = await findBalrogRule(caller, idOrAlias);
  requireMapping(fields);
  await write(caller, `Change rule ${id}`, () => Promise.resolve([toUpdate(id, { fields, dataVersion })]));
  return (await getRule(caller.actor, id)).rowVersion;
}

export async function deleteRule(caller: Caller, idOrAlias: string, dataVersion: number): Promise<void> {
  const { id } = await findBalrogRule(caller, idOrAlias);
  const operation: Operation = {
    entity: "rule",
    action: "delete",
    key: { id },
    rowVersion: dataVersion,
  };
  await write(caller, `Delete rule ${id}`, () => Promise.resolve([operation]));
}

export type ScheduledRuleChange =
  | { readonly type: "insert"; readonly fields: GivenFields }
  | {
      readonly type: "update";
      readonly rule: string;
      readonly dataVersion: number;
      readonly fields: GivenFields;
    }
  | { readonly type: "delete"; readonly rule: string; readonly dataVersion: number };

/** @returns the number of the change set that makes the change at its time, once whoever has to has signed */
export async function scheduleRuleChange(
  caller: Caller,
  { when, ...change }: ScheduledRuleChange & { when: Date },
): Promise<number> {
  const operation = await scheduledOperation(caller, change);
  const what = operation.action === "create" ? "Add a rule" : `Change rule ${String(ruleIdOf(operation))}`;
  return schedule(caller, what, { at: when, operations: [operation] });
}

async function scheduledOperation(caller: Caller, change: ScheduledRuleChange): Promise<Operation> {
  if (change.type === "insert") {
    return { entity: "rule", action: "create", value: completeRule(change.fields) };
  }
  const { id } = await findBalrogRule(caller, change.rule);
  if (change.type === "update") {
    requireMapping(change.fields);
    return toUpdate(id, change);
  }
  return { entity: "rule", action: "delete", key: { id }, rowVersion: change.dataVersion };
}

function ruleIdOf(operation: Operation): number | null {
  return operation.entity === "rule" && operation.action !== "create" ? operation.key.id : null;
}

function toUpdate(id: number, { fields, dataVersion }: { fields: GivenFields; dataVersion: number }) {
  const operation: Operation = {
    entity: "rule",
    action: "update",
    key: { id },
    rowVersion: dataVersion,
    fields,
  };
  return operation;
}

/** A mapping may be left as it is, but not be taken away. @throws Refusal "invalid" */
function requireMapping({ mapping }: GivenFields): void {
  if (mapping !== null) return;
  const detail = "mapping value cannot be set to null/empty";
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/mapping", detail }] });
}
