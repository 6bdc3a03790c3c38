import type { Actor } from "@/lib/access/role";
import { getNewestRevision } from "@/lib/audit/service";
import type { Source } from "@/lib/audit/source";
import { submitChangeSet, type Submitted } from "@/lib/change-sets/service";
import { sumCounts } from "@/lib/changes/count";
import type { Entity, Operation } from "@/lib/changes/operation";
import { requireReason } from "@/lib/changes/service";
import { acceptableFindings } from "@/lib/configuration/finding";
import { Refusal, type Conflict } from "@/lib/errors";
import {
  diffConfigurations,
  restore,
  rollBackRevision,
  rollBackRow,
  type Instant,
} from "@/lib/restore/service";

/** What is to go back. */
export type Wanted =
  /** @param merge put back the revision's own fields of rows of which others have changed other fields since */
  | { readonly kind: "revision"; readonly revision: number; readonly merge: boolean }
  | { readonly kind: "row"; readonly entity: Entity; readonly key: string; readonly to: Instant }
  /** A null product is everything, a null channel the whole product. */
  | {
      readonly kind: "scope";
      readonly product: string | null;
      readonly channel: string | null;
      readonly to: Instant;
    };

export type PlannedRollBack = {
  readonly operations: readonly Operation[];
  /** Rows that moved on since. */
  readonly conflicts: readonly Conflict[];
  /** Whether the conflicts are in other fields than those that go back. */
  readonly canMerge: boolean;
  /** What will not be as it was, or is more than was asked for. */
  readonly warnings: readonly string[];
  /** Whether all of it was so before; a merge leads to what nobody has seen yet. */
  readonly restores: boolean;
  /** Whether anything was recorded by then. */
  readonly isKnown: boolean;
};

export type RollBackOptions = {
  readonly reason: string;
  readonly source: Source;
  readonly sign?: boolean;
  readonly dryRun?: boolean;
};

/**
 * Goes back, as a change set: enacted at once where nobody has to sign, else it waits.
 *
 * @throws Refusal "conflict" where rows moved on since the revision, "not-found", or as `submitChangeSet`
 */
export async function submitRollBack(
  actor: Actor,
  wanted: Wanted,
  options: RollBackOptions,
): Promise<Submitted> {
  requireReason(options.reason);
  return submitPlanned(actor, wanted, await planRollBack(actor, wanted), options);
}

/** Works out how to go back, without doing it. @throws Refusal "not-found", "forbidden" or "invalid" */
export async function planRollBack(actor: Actor, wanted: Wanted): Promise<PlannedRollBack> {
  const usual = { conflicts: [], canMerge: false, warnings: [], restores: true, isKnown: true };
  switch (wanted.kind) {
    case "revision": {
      const { revision, merge } = wanted;
      return { ...usual, ...(await rollBackRevision(actor, revision, { merge })), restores: !merge };
    }
    case "row":
      return { ...usual, operations: await rollBackRow(actor, wanted, wanted.to) };
    case "scope": {
      const { revision, ...restoration } = await restore(actor, wanted, wanted.to);
      return { ...usual, ...restoration, isKnown: revision > 0 };
    }
  }
}

/** Goes back as it was planned. @throws Refusal as `submitRollBack` */
export async function submitPlanned(
  actor: Actor,
  wanted: Wanted,
  planned: PlannedRollBack,
  { reason, source, sign = true, dryRun = false }: RollBackOptions,
): Promise<Submitted> {
  requirePossible(wanted, planned);
  const { operations, warnings, restores } = planned;
  const told = warnings.map((detail) => ({ pointer: "", detail }));
  if (operations.length === 0) return nothingToDo(told, dryRun);
  const submitted = await submitChangeSet(
    actor,
    { reason, source, operations, accept: acceptableFindings, sign },
    { dryRun, rollsBack: true, restores },
  );
  return { ...submitted, warnings: [...told, ...submitted.warnings] };
}

function requirePossible(wanted: Wanted, { conflicts, canMerge, isKnown }: PlannedRollBack): void {
  if (!isKnown) {
    const detail = "Nothing was recorded by then: name a later time";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/to", detail }] });
  }
  if (conflicts.length === 0 || wanted.kind !== "revision") return;
  const rows = conflicts.length === 1 ? "A row has" : `${conflicts.length} rows have`;
  const remedy = canMerge
    ? "others changed other fields, so that `merge` puts back those of this revision"
    : "compare, and put them back by hand";
  const detail = `${rows} moved on since revision ${wanted.revision}: ${remedy}`;
  throw new Refusal("conflict", detail, { conflicts });
}

function nothingToDo(warnings: Submitted["warnings"], dryRun: boolean): Submitted {
  const told = { dryRun, counts: sumCounts([]), warnings, requirements: [], missing: [] };
  return dryRun
    ? { kind: "dry-run", changeSet: null, revision: null, ...told, changes: [] }
    : { kind: "enacted", changeSet: null, revision: null, ...told };
}

/** What differs between two instants. Null: now. @throws Refusal "not-found" */
export async function compareConfigurations(actor: Actor, a: Instant | null, b: Instant | null) {
  const now = await getNewestRevision(actor);
  return diffConfigurations(actor, a ?? now, b ?? now);
}
