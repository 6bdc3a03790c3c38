import { listUsers } from "@/lib/access/store";
import * as audit from "@/lib/audit/store";
import { tellShortage } from "@/lib/configuration/check-access";
import type { Tx } from "@/lib/db/client";
import type { InputError } from "@/lib/errors";
import { defaultPolicies } from "@/lib/policies/defaults";
import { policyKey } from "@/lib/policies/policy";
import { shortageOf } from "@/lib/policies/satisfiable";
import { listPolicies } from "@/lib/policies/store";

import {
  deletedProducts,
  deletedReleases,
  productsWithoutPolicy,
  withBuildsGone,
  withPoliciesGone,
  withRuleIds,
} from "./complete";
import type { KnownRows, PlacedOperation } from "./plan";
import { keyOfOperation } from "./row";
import * as store from "./store";

export type Completed = {
  readonly operations: readonly PlacedOperation[];
  readonly warnings: readonly InputError[];
};

/**
 * Adds what operations imply: the builds of a deleted release and the policies of a deleted product go with it, a
 * new product has its policies, a new rule gets its id.
 *
 * @param lastRuleId the highest id that earlier steps gave, at least
 */
export async function complete(
  tx: Tx,
  given: readonly PlacedOperation[],
  { withDefaultPolicies, lastRuleId }: { withDefaultPolicies: boolean; lastRuleId: number },
): Promise<Completed> {
  const deleted = deletedReleases(given);
  const builds = deleted.size === 0 ? [] : await store.listBuilds(tx, [...deleted.keys()]);
  const products = deletedProducts(given);
  const policies = products.size === 0 ? [] : await listPolicies(tx);
  const whole = withPoliciesGone(withBuildsGone(given, deleted, builds), products, policies);
  const added = withDefaultPolicies
    ? await policiesOfNewProducts(tx, whole)
    : { operations: [], warnings: [] };
  const isNew = ({ operation }: PlacedOperation) =>
    operation.entity === "rule" && operation.action === "create" && operation.value.id === undefined;
  const last = whole.some(isNew) ? Math.max(lastRuleId, await store.lastRuleId(tx)) : lastRuleId;
  return {
    operations: withRuleIds([...whole, ...added.operations], last),
    warnings: added.warnings,
  };
}

/** Those that nobody could satisfy yet are left out, and told: they would keep everybody from changing anything. */
async function policiesOfNewProducts(tx: Tx, operations: readonly PlacedOperation[]): Promise<Completed> {
  const products = productsWithoutPolicy(operations);
  if (products.size === 0) return { operations: [], warnings: [] };
  const existing = await listPolicies(tx);
  const known = new Set(existing.map(policyKey));
  const people = (await listUsers(tx)).map(({ person, disabled }) => ({ grants: person.grants, disabled }));
  const added: PlacedOperation[] = [];
  const warnings: InputError[] = [];
  for (const [product, pointer] of products) {
    for (const value of defaultPolicies(product).filter((policy) => !known.has(policyKey(policy)))) {
      const shortage = shortageOf(value, existing, { people, products: [product] });
      if (!shortage) added.push({ operation: { entity: "policy", action: "create", value }, pointer });
      else warnings.push({ pointer, detail: `Left out for now: ${tellShortage(value, shortage)}` });
    }
  }
  return { operations: added, warnings };
}

export async function readKnownRows(
  tx: Tx,
  placed: readonly PlacedOperation[],
  known: KnownRows["find"] | null,
): Promise<KnownRows> {
  const operations = placed.map(({ operation }) => operation);
  const rows = await store.readRowsOf(
    tx,
    known ? operations.filter(({ entity }) => isAboutAccess(entity)) : operations,
  );
  const find: KnownRows["find"] = (entity, key) =>
    known && !isAboutAccess(entity) ? known(entity, key) : (rows.get(`${entity} ${key}`) ?? null);
  const created = operations.flatMap((operation) => {
    const key = operation.action === "create" ? keyOfOperation(operation) : null;
    return key === null ? [] : [{ entity: operation.entity, key }];
  });
  const last = new Map(
    (await audit.lastVersions(tx, created)).map(({ entity, key, version }) => [`${entity} ${key}`, version]),
  );
  return { find, lastVersion: (entity, key) => last.get(`${entity} ${key}`) ?? 0 };
}

/** Such rows are no part of what an import reads. */
function isAboutAccess(entity: string): boolean {
  return entity === "policy" || entity === "user" || entity === "token" || entity === "hook";
}
