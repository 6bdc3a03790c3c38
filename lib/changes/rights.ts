import type { Action, Subject } from "@/lib/access/can";
import { everything } from "@/lib/configuration/configuration";

import { statementOf } from "@/lib/invariants/invariant";

import type { Entity } from "./operation";
import type { RowChange, Rows } from "./row";

/** What somebody must be allowed to do before a row may change: for what it was and for what it becomes. */
export type Right = { readonly action: Action; readonly subject: Subject };

/** The product of a release; null when there is no such release. */
export type ProductOf = (release: string) => string | null;

type RightsFor = { [E in Entity]: (row: Rows[E], productOf: ProductOf) => Right[] };

const rightsFor: RightsFor = {
  rule: ({ product, channel }) => [{ action: "push", subject: { product, channel } }],
  pin: ({ product, channel }) => [{ action: "push", subject: { product, channel } }],
  shutOff: ({ product, channel }) => [
    { action: "push", subject: { product: orAll(product), channel: orAll(channel) } },
  ],
  release: ({ product }) => [{ action: "submit", subject: { product } }],
  build: ({ release }, productOf) => [{ action: "submit", subject: { product: productOf(release) } }],
  channel: ({ product }) => [{ action: "edit", subject: { product } }],
  product: ({ name }) => [{ action: "edit", subject: { product: name } }],
  allowedDomain: ({ products }) =>
    products.map((product) => ({ action: "administer", subject: { product } })),
  settings: () => [{ action: "administer", subject: { product: null } }],
  invariant: (row) => {
    const { product, channel } = statementOf(row);
    return [{ action: "push", subject: { product, channel } }];
  },
  policy: ({ product }) => [{ action: "govern", subject: { product: orAll(product) } }],
  user: ({ grants }) => administer(grants.map(({ product }) => product)),
  token: ({ products }) => administer(products),
  hook: ({ products }) => administer(products),
};

export function rightsNeeded({ entity, before, after }: RowChange, productOf: ProductOf): Right[] {
  const rights = [before, after].flatMap((row) => (row ? rightsFor[entity](row as never, productOf) : []));
  // Products come and go by administrators only.
  const comesOrGoes = entity === "product" && !(before && after);
  return comesOrGoes ? rights.map((right) => ({ ...right, action: "administer" })) : rights;
}

/** The product and channel under which a change is recorded, for filters; null where it is all or neither. */
export function subjectOf(
  { entity, before, after }: RowChange,
  productOf: ProductOf,
): { product: string | null; channel: string | null } {
  const rights = rightsFor[entity]((after ?? before) as never, productOf);
  const [only] = rights.length === 1 ? rights : [];
  return { product: only?.subject.product ?? null, channel: only?.subject.channel ?? null };
}

/** Who looks after people and automation of some products has to be an administrator of each; none stands for all. */
function administer(products: readonly string[]): Right[] {
  const named = products.length === 0 ? [everything] : [...new Set(products)];
  return named.map((product) => ({ action: "administer", subject: { product: orAll(product) } }));
}

function orAll(name: string): string | null {
  return name === everything ? null : name;
}
