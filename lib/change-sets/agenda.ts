import { keyOfOperation } from "@/lib/changes/row";
import type { Operation } from "@/lib/changes/operation";

import { pendingSteps, type ChangeSet, type State, type WholeChangeSet } from "./change-set";

/** Another change set that is to come and touches the same row. */
export type Collision = { readonly changeSet: number; readonly row: string };

/** Something that happens by itself at a time. */
export type AgendaItem = {
  readonly at: Date;
  /** "step": operations are enacted. "expiry": a proposal that nobody approved comes to nothing. */
  readonly kind: "step" | "expiry";
  readonly changeSet: number;
  readonly state: State;
  readonly reason: string;
  readonly author: string;
  /** Which step of how many. */
  readonly step: { readonly number: number; readonly of: number } | null;
  /** The rows that the step touches, e.g. "rule 14". */
  readonly rows: readonly string[];
  readonly collisions: readonly Collision[];
};

/** States of change sets that something may still come of by itself. */
export const agendaStates: readonly State[] = ["proposed", "approved", "scheduled", "paused"];

/**
 * What is to happen until a time, the soonest first; steps that are late too.
 *
 * @param sets every change set in one of `agendaStates`
 */
export function planAgenda(sets: readonly WholeChangeSet[], until: Date): AgendaItem[] {
  const touchedBy = rowsTouched(sets);
  return sets
    .flatMap((set) => [...stepsOf(set, touchedBy), ...expiryOf(set)])
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.changeSet - b.changeSet);
}

function stepsOf(set: WholeChangeSet, touchedBy: ReadonlyMap<string, readonly number[]>): AgendaItem[] {
  return pendingSteps(set).flatMap(({ at, position, operations }) => {
    if (at === null) return [];
    const rows = [...new Set(operations.flatMap(rowOf))];
    const step = { number: position + 1, of: set.steps.length };
    const collisions = rows.flatMap((row) =>
      (touchedBy.get(row) ?? []).filter((id) => id !== set.id).map((changeSet) => ({ changeSet, row })),
    );
    return [{ ...about(set), at, kind: "step" as const, step, rows, collisions }];
  });
}

function expiryOf(set: WholeChangeSet): AgendaItem[] {
  if (set.state !== "proposed" || set.expiresAt === null) return [];
  return [{ ...about(set), at: set.expiresAt, kind: "expiry", step: null, rows: [], collisions: [] }];
}

function about({ id, state, reason, author }: ChangeSet) {
  return { changeSet: id, state, reason, author };
}

function rowsTouched(sets: readonly WholeChangeSet[]): Map<string, number[]> {
  const touched = new Map<string, number[]>();
  for (const set of sets) {
    const rows = new Set(pendingSteps(set).flatMap(({ operations }) => operations.flatMap(rowOf)));
    for (const row of rows) touched.set(row, [...(touched.get(row) ?? []), set.id]);
  }
  return touched;
}

/** New rules have no key, and collide with nothing. */
function rowOf(operation: Operation): string[] {
  const key = keyOfOperation(operation);
  return key === null ? [] : [`${operation.entity} ${key}`];
}
