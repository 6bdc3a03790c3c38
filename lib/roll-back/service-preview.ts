import type { Actor } from "@/lib/access/role";
import { keyOfOperation } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import type { Requirement } from "@/lib/policies/requirements";

import { planRollBack, submitPlanned, type PlannedRollBack, type Wanted } from "./service";

export type PreviewedRollBack = Pick<PlannedRollBack, "conflicts" | "canMerge" | "warnings"> & {
  readonly rows: readonly {
    readonly entity: string;
    readonly key: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  /** Who has to sign besides the actor. */
  readonly missing: readonly Requirement[];
  /** Why the actor could not do it; null: they can. */
  readonly refusal: string | null;
};

/** What going back would do, and who has to sign it. @throws Refusal as `planRollBack` */
export async function previewRollBack(actor: Actor, way: Wanted): Promise<PreviewedRollBack> {
  const planned = await planRollBack(actor, way);
  const { operations, conflicts, canMerge, warnings } = planned;
  const now = await readRowsOf(db(), operations);
  const rows = operations.map((operation) => {
    const { entity } = operation;
    const key = keyOfOperation(operation) ?? "new";
    const before = now.get(`${entity} ${key}`) ?? null;
    if (operation.action === "create") return { entity, key, before: null, after: operation.value };
    const after = operation.action === "delete" ? null : { ...before, ...operation.fields };
    return { entity, key, before, after };
  });
  return { conflicts, canMerge, warnings, rows, ...(await outlook(actor, way, planned)) };
}

async function outlook(
  actor: Actor,
  way: Wanted,
  planned: PlannedRollBack,
): Promise<Pick<PreviewedRollBack, "missing" | "refusal">> {
  if (planned.conflicts.length > 0 || planned.operations.length === 0) return { missing: [], refusal: null };
  try {
    const { missing } = await submitPlanned(actor, way, planned, {
      reason: "Preview",
      source: "ui",
      dryRun: true,
    });
    return { missing, refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { missing: [], refusal: [error.message, ...error.errors.map(({ detail }) => detail)].join("; ") };
  }
}
