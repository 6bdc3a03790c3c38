import { describeRequirement, type Requirement } from "@/lib/policies/requirements";

/** "1 driver of Heron, 1 manager of Heron"; of many products "1 driver each of Heron, Osprey". */
export function describeAll(requirements: readonly Requirement[]): string {
  const groups = new Map<string, Requirement[]>();
  for (const one of requirements) {
    const key = one.product === null ? `${one.role} of all` : `${one.count} ${one.role}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(describeGroup).join(", ");
}

function describeGroup(group: readonly Requirement[]): string {
  const [first] = group;
  if (!first || group.length === 1) return group.map(describeRequirement).join("");
  const who = `${first.count} ${first.role}${first.count === 1 ? "" : "s"}`;
  return `${who} each of ${group.map(({ product }) => product).join(", ")}`;
}

/** Who has to sign a change that is not made yet, and who is missing once its author has. */
export function describeSignOffs(
  requirements: readonly Requirement[],
  missing: readonly Requirement[],
): string[] {
  if (requirements.length === 0) return [];
  const [needed, rest] = [describeAll(requirements), describeAll(missing)];
  const after = rest === "" ? "; yours is enough" : rest === needed ? "" : `; after yours ${rest}`;
  return [`Sign-offs needed: ${needed}${after}.`];
}
