import { holdsRole } from "@/lib/access/can";
import type { Grant, Role } from "@/lib/access/role";
import type { RowChange } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/names";

import { guards } from "./coverage";
import { guardedBy, type Guarded, type GuardContext } from "./guarded";
import { policyKey, type Demand, type Policy } from "./policy";

export const signingRoles = ["driver", "manager", "admin"] as const satisfies readonly Role[];
export type SigningRole = (typeof signingRoles)[number];

/** So many people have to sign in a role. */
export type Requirement = {
  readonly role: SigningRole;
  /** The product for which they hold it; null: for all of them. */
  readonly product: string | null;
  readonly count: number;
  /** The keys of the policies that ask for it. */
  readonly because: readonly string[];
};

export const demandOf = {
  driver: (demand: Demand) => demand.drivers,
  manager: (demand: Demand) => demand.managers,
  admin: (demand: Demand) => demand.admins,
} as const satisfies Record<SigningRole, (demand: Demand) => number>;

/**
 * Who has to sign before these rows change: all policies that guard what they are for, before and after, taken
 * together, the maximum of each role and product.
 *
 * @param restores whether it goes back to a state that was approved before
 */
export function requirementsOf(
  changes: readonly RowChange[],
  context: GuardContext,
  { restores }: { restores: boolean },
): Requirement[] {
  if (context.policies.length === 0) return [];
  const found = uniqueGuarded(guardedBy(changes, context)).flatMap((guarded) =>
    context.policies
      .filter((policy) => policy.subject === guarded.subject && guards(policy, guarded))
      .flatMap((policy) => demandsOf(policy, guarded, restores)),
  );
  return combineRequirements(found);
}

function uniqueGuarded(guarded: readonly Guarded[]): Guarded[] {
  const byText = new Map(
    guarded.map((one) => [JSON.stringify([one.subject, one.product, one.channel]), one]),
  );
  return [...byText.values()];
}

function demandsOf(policy: Policy, { product }: Guarded, restores: boolean): Requirement[] {
  const demand = restores ? (policy.restoring ?? policy) : policy;
  const own = policy.product === everything ? null : policy.product;
  return signingRoles.flatMap((role) => {
    const count = demandOf[role](demand);
    return count === 0 ? [] : [{ role, product: product ?? own, count, because: [policyKey(policy)] }];
  });
}

/** Taken together: the most people that any of them asks for in a role for a product. */
export function combineRequirements(requirements: readonly Requirement[]): Requirement[] {
  const byKey = new Map<string, Requirement>();
  for (const requirement of requirements) {
    const key = JSON.stringify([requirement.role, requirement.product]);
    const known = byKey.get(key);
    const because = [...new Set([...(known?.because ?? []), ...requirement.because])].sort();
    byKey.set(key, { ...requirement, count: Math.max(requirement.count, known?.count ?? 0), because });
  }
  const order = ({ role, product }: Requirement) => `${signingRoles.indexOf(role)} ${product ?? ""}`;
  return [...byKey.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** Somebody's sign-off, with the roles that they have now. */
export type CountedSignOff = {
  readonly email: string;
  readonly role: SigningRole;
  readonly grants: readonly Grant[];
};

/** How many of those who signed count for a requirement: they signed in its role and hold it for its product. */
export function givenFor({ role, product }: Requirement, signOffs: readonly CountedSignOff[]): number {
  const people = signOffs.filter((one) => one.role === role && holdsRole(one.grants, role, product));
  return new Set(people.map(({ email }) => email)).size;
}

/** What is still asked for; `count` is how many more people. */
export function missingFrom(
  requirements: readonly Requirement[],
  signOffs: readonly CountedSignOff[],
): Requirement[] {
  return requirements.flatMap((requirement) => {
    const count = requirement.count - givenFor(requirement, signOffs);
    return count > 0 ? [{ ...requirement, count }] : [];
  });
}

/** The lowest role that is still asked for and that these grants give; null: none. */
export function roleToSignIn(missing: readonly Requirement[], grants: readonly Grant[]): SigningRole | null {
  return (
    signingRoles.find((wanted) =>
      missing.some(({ role, product }) => role === wanted && holdsRole(grants, role, product)),
    ) ?? null
  );
}

/** In words: "1 manager of Firefox". */
export function describeRequirement({ role, product, count }: Requirement): string {
  return `${count} ${role}${count === 1 ? "" : "s"} of ${product ?? "every product"}`;
}
