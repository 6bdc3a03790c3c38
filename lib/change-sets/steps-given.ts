import type { Operation } from "@/lib/changes/operation";
import { Refusal, type InputError } from "@/lib/errors";

/** A step as its author gives it. */
export type GivenStep = {
  /** Null: as soon as the change set is approved. */
  readonly at: Date | null;
  readonly operations: readonly Operation[];
};

/**
 * Steps follow each other in time, lie ahead, and do something.
 *
 * @param isList whether they were given as a mere list of operations
 * @throws Refusal "invalid"
 */
export function requireSteps(
  steps: readonly GivenStep[],
  { now, isList = false }: { now: Date; isList?: boolean },
): readonly GivenStep[] {
  const errors: InputError[] = steps.flatMap((step, index) => {
    const pointer = isList ? "" : `/steps/${index}`;
    return [...emptyErrors(step, pointer), ...timeErrors(step, { now, pointer, before: steps[index - 1] })];
  });
  if (steps.length === 0) errors.push({ pointer: "/steps", detail: "Name at least one step" });
  const [first] = errors;
  if (first) throw new Refusal("invalid", first.detail, { errors });
  return steps;
}

function emptyErrors({ operations }: GivenStep, pointer: string): InputError[] {
  if (operations.length > 0) return [];
  return [
    { pointer: `${pointer}/operations`, detail: "Name at least one operation: nothing is not everything" },
  ];
}

function timeErrors(
  { at }: GivenStep,
  { now, pointer, before }: { now: Date; pointer: string; before: GivenStep | undefined },
): InputError[] {
  const here = `${pointer}/at`;
  if (at !== null && at <= now) {
    return [{ pointer: here, detail: "This time has passed: name one that lies ahead, or none" }];
  }
  if (before?.at && (at === null || at < before.at)) {
    return [{ pointer: here, detail: "A step comes after the one before it: name a later time" }];
  }
  return [];
}
