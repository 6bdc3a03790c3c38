import { fieldLabel } from "@/components/rules/field-labels";

import type { PendingEdit } from "./editing";

const nouns: Readonly<Record<string, string>> = {
  allowedDomain: "allowed domain",
  shutOff: "shut-off",
  settings: "serving settings",
};

const verbs = { create: "New", update: "Change", delete: "Delete" } as const;

/** "Change rule 14: Rate, Release". */
export function editInWords({ entity, key, action, fields }: PendingEdit): string {
  const what = [verbs[action], nouns[entity] ?? entity, entity === "settings" ? "" : (key ?? "")];
  const names = action === "update" && fields ? Object.keys(fields).map(fieldLabel) : [];
  const list = names.length > 4 ? [...names.slice(0, 4), "…"] : names;
  return what.filter(Boolean).join(" ") + (list.length > 0 ? `: ${list.join(", ")}` : "");
}

export function countInWords(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${String(count)} ${one}s`;
}
