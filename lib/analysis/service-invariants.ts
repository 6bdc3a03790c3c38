import { authorize, authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import type { CurrentRows } from "@/lib/configuration/diff";
import { db } from "@/lib/db/client";
import { statementOf } from "@/lib/invariants/invariant";

import type { Checked, CheckedInvariant } from "./invariants";
import { readChanged, readNow } from "./service";
import { doBeside } from "./service-worker";
import type { SeenCheck } from "./standing-check";
import { listChecks } from "./store-checks";

/**
 * The invariants of products that the actor may see, checked for everything that was shipped: as things are, or after
 * a change set. And what came of the last hourly checks.
 *
 * @throws Refusal as `snapshotInputOfChangeSet`
 */
export async function listChecked(
  actor: Actor,
  changeSetId: number | null,
): Promise<{
  revision: number;
  invariants: readonly CheckedInvariant[];
  lastChecks: readonly SeenCheck[];
}> {
  authorizeReading(actor);
  const { revision, rows } = await readRowsFor(actor, changeSetId);
  const checked = await checkBeside(rows);
  const invariants = rows.invariant.map((row) => {
    const { states = null, broken = [] } = checked.find(({ name }) => name === row.name) ?? {};
    return { ...row, product: statementOf(row).product, states, broken };
  });
  const lastChecks = (await listChecks(db())).map((check) => {
    const found = check.found.filter(({ product }) => canSee(actor, product));
    return { ...check, found, hidden: check.found.length - found.length };
  });
  return { revision, invariants: invariants.filter(({ product }) => canSee(actor, product)), lastChecks };
}

/** Whether a statement would hold, without keeping it. @throws Refusal as `listChecked` */
export async function checkStatement(
  actor: Actor,
  statement: string,
  changeSetId: number | null,
): Promise<Omit<Checked, "name"> & { revision: number }> {
  authorize(actor, "read", { product: statementOf({ statement }).product });
  const { revision, rows } = await readRowsFor(actor, changeSetId);
  const tried = { name: "tried", statement, enforcement: "warns", enabled: true, comment: null } as const;
  const [checked] = await checkBeside({ ...rows, invariant: [{ ...tried, rowVersion: 1 }] });
  return { revision, states: checked?.states ?? 0, broken: checked?.broken ?? [] };
}

async function readRowsFor(
  actor: Actor,
  changeSetId: number | null,
): Promise<{ revision: number; rows: CurrentRows }> {
  if (changeSetId === null) return readNow();
  const { revision, after } = await readChanged(actor, changeSetId);
  return { revision, rows: after };
}

async function checkBeside(rows: CurrentRows): Promise<readonly Checked[]> {
  const isNeeded = rows.invariant.some(({ enabled }) => enabled);
  return isNeeded ? doBeside("invariants", { rows }) : [];
}
