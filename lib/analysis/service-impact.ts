import { LRUCache } from "lru-cache";

import { authorizeReading, canSee } from "@/lib/access/can";
import { system, type Actor } from "@/lib/access/role";
import { maySeeChangeSet } from "@/lib/change-sets/service-access";
import type { Submission } from "@/lib/change-sets/service";
import { mergeOperations } from "@/lib/change-sets/service-merge";
import { findChangeSet } from "@/lib/change-sets/store";
import type { RowChange } from "@/lib/changes/row";
import { prepared, type Prepared } from "@/lib/changes/service";
import { examineSteps } from "@/lib/changes/service-examine";
import type { CurrentRows } from "@/lib/configuration/diff";
import { readRows } from "@/lib/configuration/store-rows";
import { getRevision } from "@/lib/configuration/store";
import { consistently, transaction, type Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { toSnapshotInput } from "@/lib/restore/snapshot";
import { readSeenStates } from "@/lib/traffic/service";

import { productsConcerned, sharingReleases } from "./changed-input";
import { withChanges } from "./changed-rows";
import type { Impact } from "./impact";
import type { Observed } from "./impact-states";
import { readChanged } from "./service";
import { doBeside } from "./service-worker";

type Told = { readonly revision: number } & Impact;

/** Pages ask again whenever anything happens: what clients were seen changes about so often. */
const window = 600_000;
const known = new LRUCache<string, Promise<Told>>({ max: 50 });

/**
 * How many clients a change set would answer otherwise, and how; of products that the actor may see. Kept for as long
 * as neither the change set nor the configuration changes, and traffic is much the same.
 *
 * @param observed clients as they were counted; those of the last day when left out
 * @throws Refusal as `snapshotInputOfChangeSet`
 */
export async function impactOfChangeSet(
  actor: Actor,
  id: number,
  observed?: readonly Observed[],
): Promise<Told> {
  const work = async () => impactOf(actor, await readChanged(actor, id), observed);
  if (observed) return work();
  const key = await keyOf(actor, id);
  const kept = known.get(key);
  if (kept) return kept;
  const told = work();
  known.set(key, told);
  told.catch(() => {
    if (known.peek(key) === told) known.delete(key);
  });
  return told;
}

/** Equal keys: equal impacts. @throws Refusal "not-found" */
async function keyOf(actor: Actor, id: number): Promise<string> {
  authorizeReading(actor);
  const now = Math.floor(Date.now() / window);
  return consistently(async (db) => {
    const set = await findChangeSet(db, id);
    if (!set || !maySeeChangeSet(actor, set)) throw new Refusal("not-found", `There is no change set ${id}`);
    return JSON.stringify([id, set.createdAt, set.rowVersion, await getRevision(db), now, sightOf(actor)]);
  });
}

/** What decides of which products an actor may see something. */
function sightOf(actor: Actor): readonly string[] | null {
  if (actor.kind === "system") return null;
  const products = actor.kind === "person" ? actor.grants.map(({ product }) => product) : actor.products;
  return [actor.kind, ...new Set(products)].sort();
}

/**
 * As `impactOfChangeSet`, for a change that is not kept; it was tried before and may be made.
 *
 * @throws Refusal as `submitChangeSet`
 */
export async function impactOfSubmission(actor: Actor, submission: Submission): Promise<Told> {
  authorizeReading(actor);
  return impactOf(actor, await transaction((tx) => readSubmitted(tx, submission)));
}

async function readSubmitted(
  tx: Tx,
  { operations, steps, accept = [], override = null, resolve }: Submission,
): Promise<Changed> {
  const given = steps?.map((step) => step.operations) ?? [operations ?? []];
  const made: Prepared[] = [];
  for (const one of given) made.push(prepared(resolve === "merge" ? await mergeOperations(tx, one) : one));
  const terms = { accept, override, wholeConfiguration: false, withDefaultPolicies: true, restores: false };
  const plans = await examineSteps(tx, system("reader"), made, { ...terms, lookOnly: true });
  const rows = await readRows(tx, null);
  const changes = plans.flatMap(({ plan }) => plan.changes);
  const after = plans.reduce((all, { plan }) => withChanges(all, plan.changes), rows);
  return { revision: await getRevision(tx), rows, after, changes };
}

type Changed = {
  readonly revision: number;
  readonly rows: CurrentRows;
  readonly after: CurrentRows;
  readonly changes: readonly RowChange[];
};

async function impactOf(
  actor: Actor,
  { revision, rows, after, changes }: Changed,
  observed?: readonly Observed[],
): Promise<Told> {
  const all = [...rows.product, ...after.product].map(({ name }) => name);
  const owners = new Map([...rows.release, ...after.release].map(({ name, product }) => [name, product]));
  const concerned = productsConcerned(changes, owners) ?? [...new Set(all)];
  const products = concerned.filter((product) => canSee(actor, product));
  const seen = observed ?? (await readSeenStates(products, new Date()));
  const before = toSnapshotInput(revision, rows);
  const impact = await doBeside("impact", {
    before,
    after: sharingReleases(before, toSnapshotInput(revision, after), changes),
    question: { products, observed: seen.filter(({ product }) => products.includes(product)) },
  });
  return { revision, ...impact };
}
