import { digestOf } from "@/lib/change-sets/digest";
import type { Operation } from "@/lib/changes/operation";

import { sql } from "./people";

type Row = { position: number; at: string | null; state: string; operations: Operation[] };

/** Lets the next step of a change set become due, as if it had been signed with that time. */
export async function makeDue(changeSet: number): Promise<void> {
  const rows = (await sql(
    `SELECT position, at, state, operations FROM change_set_steps WHERE change_set = ${changeSet} ORDER BY position`,
  )) as Row[];
  const next = rows.find(({ state }) => state === "pending");
  if (!next) throw new Error(`Nothing of change set ${changeSet} is to come`);
  const due = new Date(Date.now() - 60_000);
  const steps = rows.map(({ position, at, operations }) => ({
    at: position === next.position ? due : at === null ? null : new Date(at),
    operations,
  }));
  // Sign-offs hold for the times as well.
  const { steps: digest } = digestOf(steps, new Map());
  await sql(`
    UPDATE change_set_steps SET at = '${due.toISOString()}'
    WHERE change_set = ${changeSet} AND position = ${next.position};
    UPDATE sign_offs SET digest = jsonb_set(digest::jsonb, '{steps}', '"${digest}"')::json
    WHERE change_set = ${changeSet};
    UPDATE jobs._private_jobs SET run_at = now() WHERE key = 'change-set/${changeSet}'`);
}
