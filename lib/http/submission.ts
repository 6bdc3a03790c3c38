import type { z } from "zod";

import type { Submission } from "@/lib/change-sets/service";
import type { Edit } from "@/lib/change-sets/service-edit";
import type { GivenStep } from "@/lib/change-sets/steps-given";

import type { changeSetBody, changeSetEditBody } from "./schemas-change-sets";

type Steps = z.output<typeof changeSetBody>["steps"];

/** A body as the services take it: exactly one of operations and steps. */
export function toSubmission(
  { operations = [], steps, resolve, ...given }: z.output<typeof changeSetBody>,
  source: Submission["source"],
): Submission {
  const rest = { ...given, source, ...(resolve && { resolve }) };
  return steps ? { ...rest, steps: toSteps(steps) } : { ...rest, operations };
}

export function toEdit({ operations, steps, reason, resolve }: z.output<typeof changeSetEditBody>): Edit {
  return { reason, resolve, steps: operations ? [{ at: null, operations }] : steps && toSteps(steps) };
}

function toSteps(steps: NonNullable<Steps>): GivenStep[] {
  return steps.map(({ at, operations }) => ({ at: at === null ? null : new Date(at), operations }));
}
