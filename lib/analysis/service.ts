import { authorize, authorizeReading, canSee } from "@/lib/access/can";
import { system, type Actor } from "@/lib/access/role";
import { pendingSteps, type State } from "@/lib/change-sets/change-set";
import { maySeeChangeSet } from "@/lib/change-sets/service-access";
import { examinePending } from "@/lib/change-sets/service-settle";
import { findChangeSet } from "@/lib/change-sets/store";
import type { RowChange } from "@/lib/changes/row";
import { tellConflicts } from "@/lib/changes/service-examine";
import type { CurrentRows } from "@/lib/configuration/diff";
import { readRows } from "@/lib/configuration/store-rows";
import { getRevision } from "@/lib/configuration/store";
import { consistently, db, transaction, type Tx } from "@/lib/db/client";
import type { SnapshotInput } from "@/lib/decision/snapshot";
import { Refusal } from "@/lib/errors";
import type { Policy } from "@/lib/policies/policy";
import { listPolicies } from "@/lib/policies/store";
import { listAllBuilds } from "@/lib/releases/store";
import { toSnapshotInput } from "@/lib/restore/snapshot";
import { findUnverified } from "@/lib/verify/service-required";

import { productsConcerned, rowsOfProducts } from "./changed-input";
import { withChanges } from "./changed-rows";
import type { PathGraph } from "./path-graph";
import type { Problem } from "./problem";
import { errorsFirst, type ChangedProblem, type ProblemsOfChange } from "./problems";
import { readAgedProblems } from "./service-aged";
import { readHostProblems } from "./service-probe";
import { doBeside } from "./service-worker";

type Read = { readonly revision: number; readonly rows: CurrentRows; readonly policies: readonly Policy[] };
export type Changed = Read & { readonly after: CurrentRows; readonly changes: readonly RowChange[] };

/** What is wrong with the configuration as it is, as far as the actor may see. */
export async function problemsOf(actor: Actor): Promise<{ revision: number; problems: readonly Problem[] }> {
  authorizeReading(actor);
  const { revision, ...given } = await readNow();
  const aged = await consistently((db) => readAgedProblems(db, actor, new Date()));
  const problems = errorsFirst([
    ...(await doBeside("problems", given)),
    ...aged,
    ...(await readHostProblems()),
  ]);
  return { revision, problems: problems.filter(({ product }) => canSee(actor, product)) };
}

/**
 * What would be wrong once a change set has taken effect, and what it would solve.
 *
 * @throws Refusal as `snapshotInputOfChangeSet`
 */
export async function problemsOfChangeSet(
  actor: Actor,
  id: number,
): Promise<{ revision: number } & ProblemsOfChange> {
  const { revision, rows, after, policies, changes } = await readConcerned(actor, id);
  const { problems, solved } = await doBeside("problemsOfChange", { before: rows, after, policies });
  const unverified = await readUnverified(changes, rows);
  const seen = ({ product }: Problem) => canSee(actor, product);
  return { revision, problems: [...unverified, ...problems].filter(seen), solved: solved.filter(seen) };
}

/** Releases that a change newly gives to clients, and that are not verified as their channels want it. */
async function readUnverified(changes: readonly RowChange[], before: CurrentRows): Promise<ChangedProblem[]> {
  const kinds = new Map(before.release.map(({ name, content }) => [name, content.kind]));
  const judged = { rules: before.rule, pins: before.pin, kindOf: (name: string) => kinds.get(name) };
  return (await findUnverified(db(), changes, judged)).map(({ entity, key, channel, detail }) => ({
    ...{ code: "unverified-release", severity: "error", product: channel.product, detail, mend: null },
    where: { entity, key, field: "mapping" },
    isNew: true,
  }));
}

/**
 * Where the updates of everything that a product has shipped lead to, now or with a change set.
 *
 * @throws Refusal "not-found" for an unknown product, else as `snapshotInputOfChangeSet`
 */
export async function pathsOf(
  actor: Actor,
  product: string,
  channel: string,
  changeSetId: number | null,
): Promise<{ revision: number } & PathGraph> {
  authorize(actor, "read", { product });
  const input = changeSetId === null ? await inputNow() : await snapshotInputOfChangeSet(actor, changeSetId);
  if (!input.products.some(({ name }) => name === product)) {
    throw new Refusal("not-found", `There is no product "${product}"`);
  }
  return { revision: input.revision, ...(await doBeside("paths", { input, product, channel })) };
}

/**
 * What clients would be served from if all that is to come of a change set took effect now.
 *
 * @throws Refusal "not-found"; "invalid" when nothing is to come; "conflict" when it no longer applies
 */
export async function snapshotInputOfChangeSet(actor: Actor, id: number): Promise<SnapshotInput> {
  const { revision, after } = await readChanged(actor, id);
  return toSnapshotInput(revision, after);
}

async function inputNow(): Promise<SnapshotInput> {
  const { revision, rows } = await readNow();
  return toSnapshotInput(revision, rows);
}

export function readNow(): Promise<Read> {
  return consistently(async (db) => ({
    revision: await getRevision(db),
    rows: await readRows(db, null),
    policies: await listPolicies(db),
  }));
}

const done: readonly State[] = ["enacted", "cancelled", "expired", "failed"];

/** Everything, before and after a change set. @throws Refusal as `snapshotInputOfChangeSet` */
export async function readChanged(actor: Actor, id: number): Promise<Changed> {
  authorizeReading(actor);
  return transaction(async (tx) => {
    const changes = await changesToCome(tx, actor, id);
    return withAfter(tx, await readRows(tx, null), changes);
  });
}

/** As `readChanged`, of the products whose clients the change set concerns: others are answered as before. */
export async function readConcerned(actor: Actor, id: number): Promise<Changed> {
  authorizeReading(actor);
  return transaction(async (tx) => concernedBy(tx, await changesToCome(tx, actor, id)));
}

/** Before and after changes, of the products whose clients they concern. */
export async function concernedBy(tx: Tx, changes: readonly RowChange[]): Promise<Changed> {
  const whole = await readRows(tx, []);
  const owners = new Map(whole.release.map(({ name, product }) => [name, product]));
  const products = productsConcerned(changes, owners);
  const rows = products === null ? whole : rowsOfProducts(whole, products);
  const build = await listAllBuilds(tx, products === null ? null : rows.release.map(({ name }) => name));
  return withAfter(tx, { ...rows, build }, changes);
}

async function withAfter(tx: Tx, rows: CurrentRows, changes: readonly RowChange[]): Promise<Changed> {
  const after = withChanges(rows, changes);
  return { revision: await getRevision(tx), rows, policies: await listPolicies(tx), after, changes };
}

/** What a change set would change if all that is to come of it took effect now. */
async function changesToCome(tx: Tx, actor: Actor, id: number): Promise<RowChange[]> {
  const set = await findChangeSet(tx, id);
  if (!set || !maySeeChangeSet(actor, set)) throw new Refusal("not-found", `There is no change set ${id}`);
  if (pendingSteps(set).length === 0 || done.includes(set.state)) {
    const detail = `Change set ${id} is ${set.state}: nothing of it is to come. Look at what it did in its revisions`;
    throw new Refusal("invalid", detail);
  }
  const plans = (await examinePending(tx, system("reader"), set, { lookOnly: true })).map(({ plan }) => plan);
  const conflicts = await tellConflicts(
    tx,
    plans.flatMap((plan) => plan.conflicts),
  );
  if (conflicts.length > 0) {
    const detail = `Change set ${id} no longer applies: others changed the same rows since. Compare and edit it first`;
    throw new Refusal("conflict", detail, { conflicts });
  }
  const errors = plans.flatMap((plan) => plan.errors);
  if (errors.length > 0) throw new Refusal("invalid", `Change set ${id} is not sound`, { errors });
  return plans.flatMap((plan) => plan.changes);
}
