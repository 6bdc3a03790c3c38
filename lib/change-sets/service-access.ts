import { authorizeReading, can, canSee, holdsRole } from "@/lib/access/can";
import { actorName, type Actor } from "@/lib/access/role";
import { everything } from "@/lib/configuration/names";
import type { Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { isAuthor, type ChangeSet, type State, type WholeChangeSet } from "./change-set";
import { getLocked } from "./service-settle";

/** Whether an actor may look at a change set: at one of its products at least. */
export function maySeeChangeSet(actor: Actor, { products }: Pick<ChangeSet, "products">): boolean {
  return (
    products.length === 0 ||
    products.some((product) => canSee(actor, product === everything ? null : product))
  );
}

/** Its author, and whoever may push all of its products. */
export function mayDriveChangeSet(actor: Actor, set: ChangeSet): boolean {
  if (isAuthor(actor, set) || actor.kind === "system") return true;
  return set.products.every((name) => can(actor, "push", { product: name === everything ? null : name }));
}

type Expected = {
  /** What is to be done, as in "may not cancel". */
  readonly deed: string;
  readonly states: readonly State[];
  readonly rowVersion?: number | undefined;
};

/**
 * A change set that the actor is about to change, locked.
 * @throws Refusal "not-found", "forbidden", "conflict" (it was changed meanwhile) or "invalid" (not in this state)
 */
export async function lockToDrive(
  tx: Tx,
  actor: Actor,
  id: number,
  expected: Expected,
): Promise<WholeChangeSet> {
  const set = await lockToSee(tx, actor, id);
  if (!mayDriveChangeSet(actor, set)) {
    throw new Refusal("forbidden", `${actorName(actor)} may not ${expected.deed} change set ${id}`);
  }
  requireExpected(set, expected);
  return set;
}

/** @throws Refusal "not-found" also when the actor may not look at it */
export async function lockToSee(tx: Tx, actor: Actor, id: number): Promise<WholeChangeSet> {
  authorizeReading(actor);
  const set = await getLocked(tx, id);
  if (!maySeeChangeSet(actor, set)) throw new Refusal("not-found", `There is no change set ${id}`);
  return set;
}

/** @throws Refusal "conflict" or "invalid" */
export function requireExpected(set: ChangeSet, { deed, states, rowVersion }: Expected): void {
  if (rowVersion !== undefined && rowVersion !== set.rowVersion) {
    const detail = `Change set ${set.id} was changed since you saw it: look at it again`;
    throw new Refusal("conflict", detail);
  }
  if (!states.includes(set.state)) {
    const detail = `You cannot ${deed} change set ${set.id}: it is ${set.state}`;
    throw new Refusal("invalid", detail, { errors: [{ pointer: "", detail }] });
  }
}

/** @throws Refusal "forbidden" for whoever may sign nothing: tokens, and people who are no drivers */
export function requireSigner(
  actor: Actor,
  set: ChangeSet,
): asserts actor is Extract<Actor, { kind: "person" }> {
  if (actor.kind !== "person") throw new Refusal("forbidden", "Only people sign: tokens never do");
  const names = set.products.length === 0 ? [everything] : set.products;
  const signs = names.some((name) => holdsRole(actor.grants, "driver", name === everything ? null : name));
  if (!signs) throw new Refusal("forbidden", `${actor.email} may sign nothing of change set ${set.id}`);
}
