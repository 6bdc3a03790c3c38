import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";

import { collectOperations } from "./collect";

type GivenStep = { readonly at: Date | null; readonly operations: readonly Operation[] };

/**
 * The steps with an edit added that was worked out for what they leave: in the last step that speaks of the same row,
 * else in the first.
 */
export function withMend<Step extends GivenStep>(steps: readonly Step[], mend: Operation): Step[] {
  const places = steps.flatMap(({ operations }, index) =>
    operations.some((operation) => isSameRow(operation, mend)) ? [index] : [],
  );
  const place = places.at(-1) ?? 0;
  return steps.map((step, index) =>
    index === place ? { ...step, operations: added(step.operations, mend) } : step,
  );
}

/** The row is to have the version that the step's own operation expects, not the one that this leaves. */
function added(operations: readonly Operation[], mend: Operation): readonly Operation[] {
  const earlier = operations.find((operation) => isSameRow(operation, mend));
  const isStale = earlier && earlier.action !== "create" && mend.action !== "create";
  const rebased = isStale ? { ...mend, rowVersion: earlier.rowVersion } : mend;
  return collectOperations(operations, [rebased]).operations;
}

function isSameRow(a: Operation, b: Operation): boolean {
  const key = keyOfOperation(a);
  return a.entity === b.entity && key !== null && key === keyOfOperation(b);
}
