import { authorize } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { submitChangeSet, submitPrepared } from "@/lib/change-sets/service";
import { findSameProposal } from "@/lib/change-sets/service-same";
import type { Operation } from "@/lib/changes/operation";
import type { Source } from "@/lib/changes/service";
import { listBuilds, readRowsOf } from "@/lib/changes/store";
import type { Stored } from "@/lib/changes/row";
import type { Db, Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { describeRequirement } from "@/lib/policies/requirements";

import type { LocalePlace } from "./blob";
import type { Held } from "./release-operations";

/** Who asks, and through which door. */
export type Caller = { readonly actor: Actor; readonly source: Source };

/**
 * Makes a change at once. What others have to sign first waits as a change set; who repeats it is told of the same one.
 *
 * @param prepare works out the operations, on a configuration that stands still
 * @throws Refusal "needs-sign-off" that names the change set, and as `enact`
 */
export async function write(
  { actor, source }: Caller,
  what: string,
  prepare: (tx: Tx) => Promise<readonly Operation[]>,
): Promise<void> {
  const submitted = await submitPrepared(actor, {
    reason: reasonFor(what),
    source,
    accept: [],
    dryRun: false,
    wholeConfiguration: false,
    withDefaultPolicies: true,
    prepare: async (tx) => {
      const operations = await prepare(tx);
      const same = operations.length === 0 ? null : await findSameProposal(tx, actor, operations);
      if (same !== null) throw new Refusal("needs-sign-off", `Change set ${same} does this, and waits`);
      // A request sets the fields of one row, so that pointers into the row are pointers into the request.
      const placed = operations.map((operation) => ({ operation, pointer: "" }));
      return { operations: placed, known: null, unchanged: () => 0 };
    },
  });
  if (submitted.kind !== "waiting") return;
  const { changeSet, missing } = submitted;
  const detail = `Change set ${changeSet} waits for ${missing.map(describeRequirement).join(", ")}`;
  throw new Refusal("needs-sign-off", detail, { missing });
}

/** @returns the number of the change set that does it at that time, once whoever has to has signed */
export async function schedule(
  { actor, source }: Caller,
  what: string,
  { at, operations }: { at: Date; operations: readonly Operation[] },
): Promise<number> {
  const reason = reasonFor(what);
  const submitted = await submitChangeSet(actor, { reason, source, steps: [{ at, operations }] });
  if (submitted.changeSet === null) throw new Error("A change that waits for its time has no change set");
  return submitted.changeSet;
}

function reasonFor(what: string): string {
  return `${what}, through Balrog's API`;
}

/** What is stored of a release. @param places the builds that matter; null: all */
export async function readHeld(db: Db, name: string, places: readonly LocalePlace[] | null): Promise<Held> {
  const keys = (places ?? []).map((place): Operation => {
    return { entity: "build", action: "delete", key: { release: name, ...place }, rowVersion: 1 };
  });
  const rows = await readRowsOf(db, [
    { entity: "release", action: "delete", key: { name }, rowVersion: 1 },
    ...keys,
  ]);
  const release = (rows.get(`release ${name}`) ?? null) as Stored<"release"> | null;
  rows.delete(`release ${name}`);
  const builds = places === null ? await listBuilds(db, [name]) : ([...rows.values()] as Stored<"build">[]);
  return { release, builds };
}

/** @throws Refusal "forbidden" unless the actor may submit to the product, or when the release is read-only */
export function requireWritable(actor: Actor, name: string, { release }: Held, product: string | null): void {
  authorize(actor, "submit", { product: release?.product ?? product });
  if (release && product !== null && product !== release.product) {
    const detail = `${name} is a release of ${release.product}, not of ${product}`;
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/product", detail }] });
  }
  if (release?.readOnly) throw new Refusal("forbidden", `The release ${name} is marked read-only`);
}
