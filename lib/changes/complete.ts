import type { PlacedOperation } from "./plan";
import { keyOf, keyOfOperation, type Stored } from "./row";

/** The releases that operations delete, and where. */
export function deletedReleases(operations: readonly PlacedOperation[]): ReadonlyMap<string, string> {
  return new Map(
    operations.flatMap(({ operation, pointer }) =>
      operation.entity === "release" && operation.action === "delete"
        ? [[operation.key.name, pointer] as const]
        : [],
    ),
  );
}

/** Adds the deletion of builds that go with their release, unless they are spoken of already. */
export function withBuildsGone(
  operations: readonly PlacedOperation[],
  deleted: ReadonlyMap<string, string>,
  builds: readonly Stored<"build">[],
): readonly PlacedOperation[] {
  if (builds.length === 0) return operations;
  const named = new Set(
    operations.flatMap(({ operation }) => (operation.entity === "build" ? [keyOfOperation(operation)] : [])),
  );
  const implied = builds.filter((build) => !named.has(keyOf("build", build)));
  return [
    ...operations,
    ...implied.map(({ release, buildTarget, locale, rowVersion }): PlacedOperation => ({
      operation: { entity: "build", action: "delete", key: { release, buildTarget, locale }, rowVersion },
      pointer: deleted.get(release) ?? "",
    })),
  ];
}

/** Adds the deletion of the policies of products that are deleted, unless they are spoken of already. */
export function withPoliciesGone(
  operations: readonly PlacedOperation[],
  deleted: ReadonlyMap<string, string>,
  policies: readonly Stored<"policy">[],
): readonly PlacedOperation[] {
  const named = new Set(
    operations.flatMap(({ operation }) => (operation.entity === "policy" ? [keyOfOperation(operation)] : [])),
  );
  const implied = policies.filter(
    (policy) => deleted.has(policy.product) && !named.has(keyOf("policy", policy)),
  );
  return [
    ...operations,
    ...implied.map(({ subject, product, channel, rowVersion }): PlacedOperation => ({
      operation: { entity: "policy", action: "delete", key: { subject, product, channel }, rowVersion },
      pointer: deleted.get(product) ?? "",
    })),
  ];
}

/** The products that operations delete, and where. */
export function deletedProducts(operations: readonly PlacedOperation[]): ReadonlyMap<string, string> {
  return new Map(
    operations.flatMap(({ operation, pointer }) =>
      operation.entity === "product" && operation.action === "delete"
        ? [[operation.key.name, pointer] as const]
        : [],
    ),
  );
}

/** The products that operations create without saying anything of their policies, and where. */
export function productsWithoutPolicy(operations: readonly PlacedOperation[]): ReadonlyMap<string, string> {
  const spokenOf = new Set(
    operations.flatMap(({ operation }) =>
      operation.entity === "policy" && operation.action === "create" ? [operation.value.product] : [],
    ),
  );
  return new Map(
    operations.flatMap(({ operation, pointer }) =>
      operation.entity === "product" && operation.action === "create" && !spokenOf.has(operation.value.name)
        ? [[operation.value.name, pointer] as const]
        : [],
    ),
  );
}

/** Gives new rules the next ids. @param last the highest id that a rule ever had */
export function withRuleIds(
  operations: readonly PlacedOperation[],
  last: number,
): readonly PlacedOperation[] {
  let id = last;
  for (const { operation } of operations) {
    if (operation.entity === "rule" && operation.action === "create") {
      id = Math.max(id, operation.value.id ?? 0);
    }
  }
  return operations.map(({ operation, pointer }) => {
    if (operation.entity !== "rule" || operation.action !== "create" || operation.value.id !== undefined) {
      return { operation, pointer };
    }
    id += 1;
    return { operation: { ...operation, value: { ...operation.value, id } }, pointer };
  });
}
