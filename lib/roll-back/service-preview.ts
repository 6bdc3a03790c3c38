import type { Actor } from "@/lib/access/role";
import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import { db } from "@/lib/db/client";
import { Refusal, type Conflict } from "@/lib/errors";
import type { Requirement } from "@/lib/policies/requirements";
import { restore, rollBackRevision, rollBackRow } from "@/lib/restore/service";

import { submitRollBack, type Wanted } from "./service";

export type PlannedRollBack = {
  readonly operations: readonly Operation[];
  /** Rows that moved on since. */
  readonly conflicts: readonly Conflict[];
  /** Whether the conflicts are in other fields than those that go back. */
  readonly canMerge: boolean;
  /** What will not be as it was, or is more than was asked for. */
  readonly warnings: readonly string[];
};

/** Works out how to go back, without doing it. @throws Refusal "not-found", "forbidden" or "invalid" */
export async function planRollBack(actor: Actor, way: Wanted): Promise<PlannedRollBack> {
  const none = { conflicts: [], canMerge: false, warnings: [] };
  switch (way.kind) {
    case "revision":
      return {
        ...none,
        ...(await rollBackRevision(actor, way.revision, { merge: way.merge })),
      };
    case "row":
      return { ...none, operations: await rollBackRow(actor, way, way.to) };
    case "scope":
      return { ...none, ...(await restore(actor, way, way.to)) };
  }
}

export type PreviewedRollBack = Omit<PlannedRollBack, "operations"> & {
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
  const { operations, ...planned } = await planRollBack(actor, way);
  const now = await readRowsOf(db(), operations);
  const rows = operations.map((operation) => {
    const { entity } = operation;
    const key = keyOfOperation(operation) ?? "new";
    const before = now.get(`${entity} ${key}`) ?? null;
    if (operation.action === "create") return { entity, key, before: null, after: operation.value };
    const after = operation.action === "delete" ? null : { ...before, ...operation.fields };
    return { entity, key, before, after };
  });
  return { ...planned, rows, ...(await outlook(actor, way, { operations, ...planned })) };
}

async function outlook(
  actor: Actor,
  way: Wanted,
  { operations, conflicts }: PlannedRollBack,
): Promise<Pick<PreviewedRollBack, "missing" | "refusal">> {
  if (conflicts.length > 0 || operations.length === 0) return { missing: [], refusal: null };
  try {
    const { missing } = await submitRollBack(actor, way, { reason: "Preview", source: "ui", dryRun: true });
    return { missing, refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { missing: [], refusal: [error.message, ...error.errors.map(({ detail }) => detail)].join("; ") };
  }
}
