import type { Actor } from "@/lib/access/role";
import type { Source } from "@/lib/audit/source";
import { submitChangeSet, type Submitted } from "@/lib/change-sets/service";
import type { Entity, Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";
import { readRowsOf } from "@/lib/changes/store";
import { acceptableFindings } from "@/lib/configuration/finding";
import { db } from "@/lib/db/client";
import { Refusal, type Conflict } from "@/lib/errors";
import type { Requirement } from "@/lib/policies/requirements";

import { restore, rollBackRevision, rollBackRow, type Instant } from "./service";

/** What is to go back. */
export type WayBack =
  | { readonly kind: "revision"; readonly revision: number; readonly merge?: boolean }
  | { readonly kind: "row"; readonly entity: Entity; readonly key: string; readonly to: Instant }
  /** A null product is everything, a null channel the whole product. */
  | {
      readonly kind: "time";
      readonly product: string | null;
      readonly channel: string | null;
      readonly to: Instant;
    };

export type PlannedWayBack = {
  readonly operations: readonly Operation[];
  /** Rows that moved on since. */
  readonly conflicts: readonly Conflict[];
  /** Whether the conflicts are in other fields than those that go back. */
  readonly canMerge: boolean;
  /** What will not be as it was, or is more than was asked for. */
  readonly warnings: readonly string[];
};

/** Works out how to go back, without doing it. @throws Refusal "not-found", "forbidden" or "invalid" */
export async function planWayBack(actor: Actor, way: WayBack): Promise<PlannedWayBack> {
  const none = { conflicts: [], canMerge: false, warnings: [] };
  switch (way.kind) {
    case "revision":
      return {
        ...none,
        ...(await rollBackRevision(actor, way.revision, { merge: way.merge ?? false })),
      };
    case "row":
      return { ...none, operations: await rollBackRow(actor, way, way.to) };
    case "time":
      return { ...none, ...(await restore(actor, way, way.to)) };
  }
}

export type PreviewedWayBack = Omit<PlannedWayBack, "operations"> & {
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

/** What going back would do, and who has to sign it. @throws Refusal as `planWayBack` */
export async function previewWayBack(actor: Actor, way: WayBack): Promise<PreviewedWayBack> {
  const { operations, ...planned } = await planWayBack(actor, way);
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
  way: WayBack,
  { operations, conflicts }: PlannedWayBack,
): Promise<Pick<PreviewedWayBack, "missing" | "refusal">> {
  if (conflicts.length > 0 || operations.length === 0) return { missing: [], refusal: null };
  try {
    const { missing } = await submitWayBack(actor, way, { reason: "Preview", source: "ui", dryRun: true });
    return { missing, refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { missing: [], refusal: [error.message, ...error.errors.map(({ detail }) => detail)].join("; ") };
  }
}

/**
 * Goes back, as far as the actor may: as any change, it waits for the sign-offs that are asked for.
 *
 * @throws Refusal "conflict" when rows moved on and `merge` does not settle it, or as `submitChangeSet`
 */
export async function submitWayBack(
  actor: Actor,
  way: WayBack,
  { reason, source, dryRun = false }: { reason: string; source: Source; dryRun?: boolean },
): Promise<Submitted> {
  const { operations, conflicts } = await planWayBack(actor, way);
  if (conflicts.length > 0) {
    const detail = "Rows that it changed were changed again since: compare, and go back by hand or merge";
    throw new Refusal("conflict", detail, { conflicts });
  }
  if (operations.length === 0) {
    const detail = "Nothing is different: everything is as it was";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "", detail }] });
  }
  // What is gone back to was accepted then.
  const submission = { operations, reason, source, accept: acceptableFindings };
  return submitChangeSet(actor, submission, { dryRun, restores: true });
}
