import { authorizeReading, canSee } from "@/lib/access/can";
import { system, type Actor } from "@/lib/access/role";
import type { Submission } from "@/lib/change-sets/service";
import { mergeOperations } from "@/lib/change-sets/service-merge";
import { prepared, type Prepared } from "@/lib/changes/service";
import { examineSteps } from "@/lib/changes/service-examine";
import { transaction, type Tx } from "@/lib/db/client";
import { toSnapshotInput } from "@/lib/restore/snapshot";
import { readSeenStates } from "@/lib/traffic/service";

import { productsConcerned, sharingReleases } from "./changed-input";
import type { Impact } from "./impact";
import type { Observed } from "./impact-states";
import { concernedBy, readConcerned, type Changed } from "./service";
import { doBeside } from "./service-worker";

type Told = { readonly revision: number } & Impact;

/**
 * How many clients a change set would answer otherwise, and how; of products that the actor may see.
 *
 * @param observed clients as they were counted; those of the last day when left out
 * @throws Refusal as `snapshotInputOfChangeSet`
 */
export async function impactOfChangeSet(
  actor: Actor,
  id: number,
  observed?: readonly Observed[],
): Promise<Told> {
  return impactOf(actor, await readConcerned(actor, id), observed);
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
  return concernedBy(
    tx,
    plans.flatMap(({ plan }) => plan.changes),
  );
}

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
