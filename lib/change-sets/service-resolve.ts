import type { Actor } from "@/lib/access/role";
import { mergeOperation } from "@/lib/changes/merge";
import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";
import { Refusal, type Conflict } from "@/lib/errors";

import { editChangeSet } from "./service-edit";
import { getChangeSet } from "./service-read";

/** "mine": as the change set has it. "theirs": as it is now. "merge": both, where they are different fields. */
export type Choice = "mine" | "theirs" | "merge";

/**
 * Takes a change set over to rows that moved on since its author saw them. It is edited by that, and waits to be
 * proposed again.
 *
 * @param choices by entity and key, e.g. "rule 42"
 * @throws Refusal "invalid" where a choice is missing or cannot be made, or as `editChangeSet`
 */
export async function resolveConflicts(
  actor: Actor,
  id: number,
  { rowVersion, choices }: { rowVersion: number; choices: Readonly<Record<string, Choice>> },
): Promise<void> {
  const { steps } = await getChangeSet(actor, id);
  const pending = steps.filter(({ state }) => state === "pending");
  const resolved = pending.map(({ at, operations, conflicts }) => ({
    at,
    operations: operations.flatMap((operation) => resolve(operation, conflicts, choices)),
  }));
  const left = resolved.filter(({ operations }) => operations.length > 0);
  if (left.length === 0) {
    const detail = "Nothing would be left of it: cancel it instead";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "", detail }] });
  }
  await editChangeSet(actor, id, { rowVersion, steps: left });
}

function resolve(
  operation: Operation,
  conflicts: readonly Conflict[],
  choices: Readonly<Record<string, Choice>>,
): Operation[] {
  const key = keyOfOperation(operation);
  const conflict = conflicts.find((one) => one.entity === operation.entity && one.key === key);
  if (!conflict) return [operation];
  const place = `${conflict.entity} ${conflict.key}`;
  const choice = choices[place];
  if (choice === undefined) throw refusal(place, `Choose what becomes of ${place}`);
  if (choice === "theirs") return [];
  if (choice === "mine") return [onTheirs(operation, conflict)];
  const merged = mergeOperation(operation, conflict);
  if (merged) return [merged];
  throw refusal(place, `Both changed the same fields of ${place}: choose one of the two`);
}

function onTheirs(operation: Operation, { entity, key, theirs }: Conflict): Operation {
  const version = theirs ? (theirs as { rowVersion: number }).rowVersion : null;
  if (version !== null && operation.action !== "create") return { ...operation, rowVersion: version };
  throw refusal(`${entity} ${key}`, `The ${entity} ${key} is gone: leave it so, or create it anew`);
}

function refusal(place: string, detail: string): Refusal {
  return new Refusal("invalid", detail, { errors: [{ pointer: `/${place.replaceAll("/", "~1")}`, detail }] });
}
