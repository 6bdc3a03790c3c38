import { neededFor, newErrors } from "@/lib/analysis/new-errors";
import type { Problem } from "@/lib/analysis/problem";
import { productsConcerned, rowsOfProducts } from "@/lib/analysis/changed-input";
import { withChanges } from "@/lib/analysis/changed-rows";
import { doBeside } from "@/lib/analysis/service-worker";
import type { CurrentRows } from "@/lib/configuration/diff";
import { readRows } from "@/lib/configuration/store-rows";
import type { World } from "@/lib/configuration/world";
import type { Tx } from "@/lib/db/client";
import { Refusal, type InputError } from "@/lib/errors";

import { statementOf } from "@/lib/invariants/invariant";
import { listInvariants } from "@/lib/invariants/store";
import { listAllBuilds } from "@/lib/releases/store";
import { findUnverified } from "@/lib/verify/service-required";

import type { Operation } from "./operation";
import { changesOf, type RowChange, type Stored } from "./row";
import type { Examined, Terms } from "./service-examine";
import { listBuilds, readRowsOf } from "./store";

/** What is wrong after a step and was not before, each where in the input it comes from. */
export async function findNewErrors(
  tx: Tx,
  { plan: { changes }, world }: Pick<Examined, "plan" | "world">,
  earlier: readonly RowChange[] = [],
): Promise<InputError[]> {
  const broken = await findNewlyBroken(tx, changes, earlier);
  if (!changes.some(({ entity }) => judged.has(entity))) return toInputErrors(broken, changes);
  const unverified = await findUnverified(tx, changes, {
    rules: world.rules.values(),
    pins: world.pins,
    kindOf: (release) => world.releases.get(release)?.kind,
  });
  const stored = await readNeeded(tx, changes, world);
  const errors = newErrors(changes, world, withChanges({ ...nothing, ...stored }, earlier));
  return [
    ...toInputErrors([...errors, ...broken], changes),
    ...unverified.map(({ entity, key, detail }) => ({ pointer: originOf(entity, key, changes), detail })),
  ];
}

function originOf(entity: string, key: string, changes: readonly RowChange[]): string {
  return changes.find((change) => change.entity === entity && change.key === key)?.origin ?? "";
}

function toInputErrors(errors: readonly Problem[], changes: readonly RowChange[]): InputError[] {
  return errors.map((problem) => ({ pointer: pointerTo(problem, changes), detail: problem.detail }));
}

/** What has to hold of products that a change concerns, and no longer does. Those that it alters itself are not judged. */
async function findNewlyBroken(
  tx: Tx,
  changes: readonly RowChange[],
  earlier: readonly RowChange[],
): Promise<readonly Problem[]> {
  const altered = new Set(changesOf(changes, "invariant").map(({ key }) => key));
  const blocking = (await listInvariants(tx)).filter(
    ({ name, enabled, enforcement }) => enabled && enforcement === "blocks" && !altered.has(name),
  );
  if (blocking.length === 0 || !changes.some(({ entity }) => deciding.has(entity))) return [];
  const whole = await readRows(tx, []);
  const owners = new Map(whole.release.map(({ name, product }) => [name, product]));
  const products = productsConcerned(changes, owners);
  const invariant = blocking.filter((one) => products?.includes(statementOf(one).product) ?? true);
  if (invariant.length === 0) return [];
  const rows = rowsOfProducts(whole, [...new Set(invariant.map((one) => statementOf(one).product))]);
  const build = await listAllBuilds(
    tx,
    rows.release.map(({ name }) => name),
  );
  const before = withChanges({ ...rows, build, invariant }, earlier);
  return doBeside("newlyBroken", { before, after: withChanges(before, changes) });
}

/** Kinds of rows by which other clients get other updates. */
const deciding: ReadonlySet<string> = new Set([
  "rule",
  "release",
  "build",
  "pin",
  "product",
  "allowedDomain",
]);

const judged: ReadonlySet<string> = new Set(["rule", "release", "build", "pin"]);
const nothing: CurrentRows = {
  settings: [],
  product: [],
  channel: [],
  allowedDomain: [],
  release: [],
  build: [],
  rule: [],
  pin: [],
  shutOff: [],
  invariant: [],
};

async function readNeeded(
  tx: Tx,
  changes: readonly RowChange[],
  world: World,
): Promise<Pick<CurrentRows, "release" | "build">> {
  const { releases, buildsOf } = neededFor(changes, world);
  const touched = changes.filter(({ entity }) => entity === "release").map(({ key }) => key);
  const lookups = [...new Set([...releases, ...touched])].map((name): Operation => ({
    entity: "release",
    action: "delete",
    key: { name },
    rowVersion: 1,
  }));
  const release = [...(await readRowsOf(tx, lookups)).values()] as Stored<"release">[];
  return { release, build: buildsOf.length === 0 ? [] : await listBuilds(tx, buildsOf) };
}

function pointerTo({ where }: Problem, changes: readonly RowChange[]): string {
  const isOf = ({ entity, key }: RowChange) => entity === where.entity && key === where.key;
  const isWithin = ({ entity, key }: RowChange) =>
    where.entity === "release" && entity === "build" && key.startsWith(`${where.key}/`);
  const change = changes.find(isOf) ?? changes.find(isWithin);
  return change?.origin ?? changes[0]?.origin ?? "";
}

/** Going back to what was approved before always may be; who lets errors pass says why. */
export function mayBringErrors({ restores, override = null }: Terms): boolean {
  return restores || override !== null;
}

/** @throws Refusal "invalid" where steps bring errors that nobody lets pass */
export async function requireNoNewErrors(tx: Tx, steps: readonly Examined[], terms: Terms): Promise<void> {
  if (mayBringErrors(terms)) return;
  const errors: InputError[] = [];
  for (const [index, step] of steps.entries()) {
    const earlier = steps.slice(0, index).flatMap(({ plan }) => plan.changes);
    errors.push(...(await findNewErrors(tx, step, earlier)));
  }
  refuseErrors(errors);
}

const mostTold = 100;

/** @throws Refusal "invalid" where there are any */
export function refuseErrors(errors: readonly InputError[]): void {
  const [first] = errors;
  if (!first) return;
  const count = errors.length === 1 ? "a problem" : `${errors.length} problems`;
  const detail = `It would bring ${count}: ${first.detail}. To enact it all the same, give an override with its reason`;
  throw new Refusal("invalid", detail, { errors: errors.slice(0, mostTold) });
}
