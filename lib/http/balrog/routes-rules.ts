import { toRow } from "@/lib/balrog-api/rule-row";
import {
  createRule,
  deleteRule,
  findBalrogRule,
  listBalrogRules,
  scheduleRuleChange,
  updateRule,
} from "@/lib/balrog-api/service-rules";
import {
  cancelScheduledRuleChange,
  getScheduledRuleChange,
  listScheduledRuleChanges,
} from "@/lib/balrog-api/service-scheduled";
import { Refusal } from "@/lib/errors";

import { readJson } from "../body";
import { parseInput } from "../parse";
import { json } from "../route";
import { csrf, empty, readBody, readQuery, versioned, type Asked, type BalrogRoute } from "./route";
import { dataVersionBody, dataVersionQuery, ruleFieldsBody, scheduledBody } from "./schemas";

export const ruleRoutes: readonly BalrogRoute[] = [
  {
    method: "GET",
    path: "/rules",
    answer: async ({ caller, query }) => {
      const rules = await listBalrogRules(caller, query.get("product"));
      return json({ count: rules.length, rules: rules.map(toRow) }, { headers: csrf() });
    },
  },
  {
    method: "POST",
    path: "/rules",
    answer: async (asked) => {
      const id = await createRule(asked.caller, await readBody(asked, ruleFieldsBody));
      return json(id);
    },
  },
  {
    method: "GET",
    path: "/rules/{rule}",
    answer: async ({ caller, at }) => {
      const rule = await findBalrogRule(caller, at("rule"));
      return versioned(toRow(rule), rule.rowVersion);
    },
  },
  { method: "POST", path: "/rules/{rule}", answer: changeRule },
  { method: "PUT", path: "/rules/{rule}", answer: changeRule },
  {
    method: "DELETE",
    path: "/rules/{rule}",
    answer: async (asked) => {
      await deleteRule(asked.caller, asked.at("rule"), readQuery(asked, dataVersionQuery).data_version);
      return empty();
    },
  },
  {
    method: "GET",
    path: "/scheduled_changes/rules",
    answer: async ({ caller, query }) => {
      const rule = query.get("rule_id");
      const found = await listScheduledRuleChanges(caller, {
        all: query.has("all"),
        rule: rule === null ? null : Number(rule),
      });
      return json({ count: found.length, scheduled_changes: found }, { headers: csrf() });
    },
  },
  {
    method: "POST",
    path: "/scheduled_changes/rules",
    answer: async (asked) => {
      const body = await readJson(asked.request);
      const { change_type: type, when, ...given } = parseInput(scheduledBody, body);
      const rule = "rule_id" in given ? { rule: given.rule_id, dataVersion: given.data_version } : null;
      const fields = type === "delete" ? {} : parseInput(ruleFieldsBody, body);
      const id = await scheduleRuleChange(asked.caller, { when, ...toChange(type, rule, fields) });
      return json({ sc_id: id, signoffs: {} });
    },
  },
  {
    method: "GET",
    path: "/scheduled_changes/rules/{id}",
    answer: async (asked) =>
      json(
        { scheduled_change: await getScheduledRuleChange(asked.caller, numberIn(asked)) },
        { headers: csrf() },
      ),
  },
  {
    method: "DELETE",
    path: "/scheduled_changes/rules/{id}",
    answer: async (asked) => {
      await cancelScheduledRuleChange(asked.caller, numberIn(asked));
      return json({});
    },
  },
];

async function changeRule(asked: Asked): Promise<Response> {
  const body = await readJson(asked.request);
  const { data_version: dataVersion } = parseInput(dataVersionBody, body);
  const fields = parseInput(ruleFieldsBody, body);
  const version = await updateRule(asked.caller, asked.at("rule"), { fields, dataVersion });
  return json({ new_data_version: version });
}

type OfRule = { readonly rule: string; readonly dataVersion: number };
type Fields = Parameters<typeof createRule>[1];

function toChange(type: "insert" | "update" | "delete", rule: OfRule | null, fields: Fields) {
  if (type === "insert" || rule === null) return { type: "insert", fields } as const;
  return type === "update" ? ({ type, ...rule, fields } as const) : ({ type, ...rule } as const);
}

function numberIn({ at }: Asked): number {
  if (/^[1-9]\d{0,8}$/.test(at("id"))) return Number(at("id"));
  throw new Refusal("not-found", `There is no scheduled change ${at("id")}`);
}
