import type { Db } from "@/lib/db/client";

import type { Rule } from "./rule";

const columns = {
  id: true,
  alias: true,
  comment: true,
  enabled: true,
  priority: true,
  mapping: true,
  fallbackMapping: true,
  backgroundRate: true,
  updateType: true,
  product: true,
  channel: true,
  version: true,
  buildID: true,
  buildTarget: true,
  locale: true,
  osVersion: true,
  distribution: true,
  distVersion: true,
  instructionSet: true,
  memory: true,
  headerArchitecture: true,
  mig64: true,
  jaws: true,
  rowVersion: true,
} as const;

type RuleRow = Omit<Rule, "updateType"> & { updateType: string };

/** The database holds its own CHECK on the update type. */
function toRule(row: RuleRow): Rule {
  return { ...row, updateType: row.updateType as Rule["updateType"] };
}

/** By id. */
export async function listRules(db: Db): Promise<Rule[]> {
  return (await db.rule.findMany({ select: columns, orderBy: { id: "asc" } })).map(toRule);
}

export async function findRule(db: Db, id: number): Promise<Rule | null> {
  const row = await db.rule.findUnique({ where: { id }, select: columns });
  return row && toRule(row);
}
