import { actorName, type Actor } from "@/lib/access/role";
import type { Source } from "@/lib/audit/store";
import { subjectOf } from "@/lib/changes/rights";
import type { GivenSignOff } from "@/lib/changes/service";
import { productFinder, type Examined, type Terms } from "@/lib/changes/service-examine";
import { everything } from "@/lib/configuration/names";
import type { Tx } from "@/lib/db/client";
import type { Requirement } from "@/lib/policies/requirements";

import { authorName, type EventKind } from "./change-set";
import { releasesConcerned } from "./releases-concerned";
import { digestNow } from "./service-settle";
import * as store from "./store";
import { listMembers } from "./store-lists";

const day = 86_400_000;
/** How long a proposed change set waits to be approved. */
export const patience = 14 * day;

/** A change set that its author is about to make. */
export type Draft = {
  readonly actor: Actor;
  readonly now: Date;
  /** Whether the author signs, where they can. */
  readonly sign: boolean;
  readonly terms: Terms;
  readonly reason: string;
  readonly source: Source;
  readonly steps: readonly store.NewStep[];
};

type Insertion = {
  readonly examined: readonly Examined[];
  readonly state: "draft" | "proposed" | "enacted";
  readonly signOffs: readonly GivenSignOff[];
  /** Who has to sign yet. */
  readonly missing: readonly Requirement[];
};

/** Writes down a change set. @returns its number */
export async function insert(
  tx: Tx,
  { actor, now, terms, reason, source, steps }: Draft,
  { examined, state, signOffs, missing }: Insertion,
): Promise<number> {
  const id = await store.nextId(tx);
  // What was made at once and signed by nobody waits for nothing: its releases are those of its revision.
  const isDone = state === "enacted" && signOffs.length === 0;
  const concerned = await concernedBy(isDone ? null : tx, examined);
  await store.insertChangeSet(
    tx,
    {
      id,
      state,
      authorKind: actor.kind,
      author: authorName(actor),
      source,
      reason,
      accept: terms.accept,
      override: terms.override ?? null,
      restores: terms.restores,
      whole: terms.wholeConfiguration,
      defaults: terms.withDefaultPolicies,
      ...concerned,
      expiresAt: state === "proposed" ? new Date(now.getTime() + patience) : null,
      createdAt: now,
      updatedAt: now,
    },
    state === "enacted" ? steps.map((step) => ({ ...step, state: "enacted", enactedAt: now })) : steps,
  );
  const note = (kind: EventKind, by: string, text = "") =>
    store.addEvent(tx, id, { kind, actor: by, at: now, text });
  if (state !== "enacted") await note("created", actorName(actor));
  if (state === "proposed") {
    await store.addEvent(tx, id, { kind: "proposed", actor: actorName(actor), at: now, missing });
  }
  if (signOffs.length === 0) return id;
  const digest = await digestNow(tx, {
    steps: steps.map((step, position) => ({
      revision: null,
      enactedAt: null,
      state: "pending",
      ...step,
      position,
    })),
    releases: concerned.releases,
  });
  for (const { email, role } of signOffs) {
    await store.putSignOff(tx, id, { email, role, at: now, digest });
    await note("signed", email, role);
  }
  return id;
}

/** The releases and products that a change set is about. @param tx null: without the members of bundles */
export async function concernedBy(
  tx: Tx | null,
  examined: readonly Examined[],
): Promise<{ releases: string[]; products: string[] }> {
  const named = releasesConcerned(examined.flatMap(({ plan }) => plan.touched));
  const members = tx ? await listMembers(tx, named) : [];
  const releases = [...new Set([...named, ...members])].sort();
  const products = examined.flatMap(({ plan, world }) => {
    const productOf = productFinder(plan.touched, world);
    return plan.touched.map((change) => subjectOf(change, productOf).product ?? everything);
  });
  return { releases, products: [...new Set(products)].sort() };
}
