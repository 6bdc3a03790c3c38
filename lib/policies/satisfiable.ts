import { holdsRole } from "@/lib/access/can";
import type { Grant } from "@/lib/access/role";
import { everything } from "@/lib/configuration/names";

import { policiesMeet } from "./coverage";
import type { Demand, Policy } from "./policy";

type Member = { readonly disabled: boolean; readonly grants: readonly Grant[] };

/** What is too much to ask for: so many people are needed who are at least in this role, and there are fewer. */
export type Shortage = {
  readonly role: "driver" | "manager" | "admin";
  readonly product: string;
  readonly needed: number;
  readonly found: number;
};

/**
 * Why nobody could satisfy a policy, together with those that guard the same; null when they could. Nobody signs
 * twice, and higher roles include lower ones.
 */
export function shortageOf(
  policy: Policy,
  policies: readonly Policy[],
  { people, products }: { people: readonly Member[]; products: readonly string[] },
): Shortage | null {
  const alike = [policy, ...policies.filter((other) => policiesMeet(policy, other))];
  const names =
    policy.product !== everything ? [policy.product] : products.length > 0 ? products : [everything];
  for (const product of names) {
    const own = alike.filter((other) => other.product === everything || other.product === product);
    for (const demands of [own, own.map((one) => one.restoring ?? one)]) {
      const shortage = shortageFor(greatest(demands), people, product);
      if (shortage) return shortage;
    }
  }
  return null;
}

function greatest(demands: readonly Demand[]): Demand {
  const most = (of: (demand: Demand) => number) =>
    demands.reduce((found, one) => Math.max(found, of(one)), 0);
  return {
    drivers: most((one) => one.drivers),
    managers: most((one) => one.managers),
    admins: most((one) => one.admins),
  };
}

function shortageFor(
  { drivers, managers, admins }: Demand,
  people: readonly Member[],
  product: string,
): Shortage | null {
  const steps = [
    ["admin", admins, admins],
    ["manager", managers, admins + managers],
    ["driver", drivers, admins + managers + drivers],
  ] as const;
  for (const [role, wanted, needed] of steps) {
    const wantedProduct = product === everything ? null : product;
    const found = people.filter(
      ({ disabled, grants }) => !disabled && holdsRole(grants, role, wantedProduct),
    ).length;
    if (wanted > 0 && found < needed) return { role, product, needed, found };
  }
  return null;
}
