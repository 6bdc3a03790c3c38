import { describeRequirement, type Requirement } from "@/lib/policies/requirements";

/** "1 driver of Heron, 1 manager of Heron". */
export function describeAll(requirements: readonly Requirement[]): string {
  return requirements.map(describeRequirement).join(", ");
}

/** Who has to sign a change that is not made yet, and who is missing once its author has. */
export function describeSignOffs(
  requirements: readonly Requirement[],
  missing: readonly Requirement[],
): string[] {
  if (requirements.length === 0) return [];
  const rest = missing.length === 0 ? "yours is enough" : `missing: ${describeAll(missing)}`;
  return [`Sign-offs needed: ${describeAll(requirements)}; ${rest}.`];
}
