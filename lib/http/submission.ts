import type { z } from "zod";

import type { Submission } from "@/lib/change-sets/service";
import type { Edit } from "@/lib/change-sets/service-edit";
import type { GivenStep } from "@/lib/change-sets/steps-given";
import type { Wanted } from "@/lib/roll-back/service";

import type { changeSetBody, changeSetEditBody } from "./schemas-change-sets";
import type { rollBackBody } from "./schemas-roll-back";

type Steps = z.output<typeof changeSetBody>["steps"];

/** A body as the services take it: exactly one of operations and steps. */
export function toSubmission(
  { operations = [], steps, resolve, override, ...given }: z.output<typeof changeSetBody>,
  source: Submission["source"],
): Submission {
  const rest = { ...given, override: override ?? null, source, ...(resolve && { resolve }) };
  return steps ? { ...rest, steps: toSteps(steps) } : { ...rest, operations };
}

export function toEdit({
  operations,
  steps,
  reason,
  resolve,
  override,
}: z.output<typeof changeSetEditBody>): Edit {
  return {
    reason,
    resolve,
    override,
    steps: operations ? [{ at: null, operations }] : steps && toSteps(steps),
  };
}

function toSteps(steps: NonNullable<Steps>): GivenStep[] {
  return steps.map(({ at, operations }) => ({ at: at === null ? null : new Date(at), operations }));
}

/** What is to go back, of a body that fits the schema. */
export function toWanted({
  revision,
  merge = false,
  entity,
  key = "",
  product,
  channel,
  to = 0,
}: z.output<typeof rollBackBody>): Wanted {
  if (revision !== undefined) return { kind: "revision", revision, merge };
  return entity
    ? { kind: "row", entity, key, to }
    : { kind: "scope", product: product ?? null, channel: channel ?? null, to };
}
