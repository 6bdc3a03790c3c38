import { fieldLabel } from "@/components/rules/field-labels";

import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";

import type { PendingEdit } from "./editing";

const nouns: Readonly<Record<string, string>> = {
  allowedDomain: "allowed domain",
  shutOff: "shut-off",
  settings: "serving settings",
};

const verbs = { create: "New", update: "Change", delete: "Delete" } as const;

/** "Change rule 14: Rate, Release". */
export function editInWords({
  entity,
  key,
  action,
  fields,
}: Pick<PendingEdit, "entity" | "key" | "action" | "fields">): string {
  const what = [verbs[action], nouns[entity] ?? entity, entity === "settings" ? "" : (key ?? "")];
  const names = action === "update" && fields ? Object.keys(fields).map(fieldLabel) : [];
  const list = names.length > 4 ? [...names.slice(0, 4), "…"] : names;
  return what.filter(Boolean).join(" ") + (list.length > 0 ? `: ${list.join(", ")}` : "");
}

/** As `editInWords`, of an edit that is still to be made. */
export function operationInWords(operation: Operation): string {
  const { entity, action } = operation;
  const fields = action === "update" ? operation.fields : null;
  return editInWords({ entity, action, fields, key: keyOfOperation(operation) });
}

export function countInWords(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${String(count)} ${one}s`;
}
