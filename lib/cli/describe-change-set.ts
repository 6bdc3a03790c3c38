import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";

import { describeConflict, said } from "./conflict";
import { addressOf, situationOf, type ShownChangeSet } from "./read-change-sets";
import type { Client } from "./client";
import { shownTime } from "./times";

type Step = ShownChangeSet["steps"][number];

/** All that there is to know before signing. */
export function describeChangeSet(client: Client, set: ShownChangeSet): string {
  return [
    `${situationOf(set)} ${addressOf(client, set.id)}`,
    `By ${set.author}, ${shownTime(set.createdAt)}: ${set.reason}`,
    ...(set.state === "proposed" && set.expiresAt ? [`It expires ${shownTime(set.expiresAt)}.`] : []),
    ...set.requirements.map(
      ({ role, product, count, given }) => `${given}/${count} ${role} of ${product ?? "every product"}`,
    ),
    ...set.signOffs.map(
      (one) =>
        `Signed by ${one.email} as ${one.role}, ${shownTime(one.at)}` +
        (one.void.length === 0 ? "" : `; it counts no longer: ${one.void.join("; ")}`),
    ),
    ...set.steps.flatMap((step) => describeStep(step, set.steps.length)),
    ...set.events.filter(({ text }) => text !== "").map(describeEvent),
  ].join("\n");
}

function describeStep(step: Step, of: number): string[] {
  const title = of === 1 && step.at === null ? [] : [`Step ${step.position + 1}, ${whenOf(step)}:`];
  return [
    ...title,
    ...step.operations.flatMap(describeOperation),
    ...step.conflicts.flatMap(describeConflict),
    ...step.problems.map(({ detail }) => `Problem: ${detail}`),
  ];
}

function whenOf({ at, state, revision }: Step): string {
  const when = at === null ? "at once" : shownTime(at);
  if (state === "pending") return when;
  return `${when}, ${state}${revision === null ? "" : ` as revision ${revision}`}`;
}

function describeOperation(operation: Operation): string[] {
  const { entity, action } = operation;
  const key = keyOfOperation(operation);
  const name = key === null ? entity : `${entity} "${key}"`;
  if (action === "delete") return [`${name} is deleted`];
  const fields = Object.entries(action === "create" ? operation.value : operation.fields);
  const told = action === "create" ? fields.filter(([, value]) => !saysNothing(value)) : fields;
  return [
    `${name} is ${action === "create" ? "created" : "changed"}`,
    ...told.map(([field, value]) => `  ${field} → ${said(value)}`),
  ];
}

function saysNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function describeEvent({ kind, actor, at, text }: ShownChangeSet["events"][number]): string {
  return `${shownTime(at)} ${actor}, ${kind.replaceAll("-", " ")}: ${text}`;
}
