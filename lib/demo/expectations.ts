import type { Operation } from "@/lib/changes/operation";
import type { Invariant } from "@/lib/invariants/invariant";

function expectation(
  name: string,
  statement: string,
  fields: Pick<Invariant, "enforcement" | "comment">,
): Operation {
  return { entity: "invariant", action: "create", value: { name, statement, enabled: true, ...fields } };
}

export const esrExpectations: readonly Operation[] = [
  expectation("ESR stays ESR", "every Heron client on esr gets only Heron-*esr*", {
    enforcement: "blocks",
    comment: "Organisations chose it; in 2024 a rule without a channel took some of them to release.",
  }),
  expectation("ESR reaches its newest", "every Heron client on esr reaches 91.7.0", {
    enforcement: "blocks",
    comment: "Security fixes.",
  }),
];

/** It does not hold while the beta is switched off. */
export const ospreyExpectation = expectation(
  "Osprey beta moves on",
  "every Osprey client on beta gets an update",
  { enforcement: "warns", comment: "Testers who get none for a week look elsewhere." },
);
