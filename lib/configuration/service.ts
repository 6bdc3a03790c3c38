import { authorize } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { submitPrepared, type Submitted } from "@/lib/change-sets/service";
import type { PreparedChange, Source } from "@/lib/changes/service";
import { keyOf, type Stored } from "@/lib/changes/row";
import type { Entity } from "@/lib/changes/operation";
import { consistently } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import type { Configuration } from "./configuration";
import { diffConfiguration, type CurrentRows } from "./diff";
import type { AcceptableFinding } from "./finding";
import type { PartialConfiguration } from "./partial";
import { toConfiguration } from "./sort";
import * as store from "./store";
import { readRows } from "./store-rows";

/** The whole configuration as of one revision, always in the same order. */
export async function exportConfiguration(
  actor: Actor,
): Promise<{ revision: number; configuration: Configuration }> {
  authorize(actor, "read", { product: null });
  return consistently(async (db) => ({
    revision: await store.getRevision(db),
    configuration: toConfiguration(await readRows(db, null)),
  }));
}

export type Import = {
  /** What rows leave out of a merged configuration stays as it is. */
  readonly target:
    | { readonly mode: "replace"; readonly configuration: Configuration }
    | { readonly mode: "merge"; readonly configuration: PartialConfiguration };
  readonly reason: string;
  readonly source: Source;
  readonly dryRun: boolean;
  /** Errors that its author lets pass. */
  readonly accept?: readonly AcceptableFinding[];
  /** Why it may bring problems that block it otherwise. */
  readonly override?: string | null;
  readonly progress?: PreparedChange["progress"];
};

/**
 * Makes a configuration the whole configuration, or merges it into what there is, as one change: at once, or as a
 * change set that waits for its sign-offs.
 *
 * @throws Refusal as `enact`, with pointers below `/configuration`
 */
export async function importConfiguration(
  actor: Actor,
  { target, accept = [], ...change }: Import,
): Promise<Submitted> {
  const { mode, configuration } = target;
  if (mode === "replace" && isEmpty(configuration)) {
    const detail = "An empty configuration would delete everything: name at least a product";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/configuration", detail }] });
  }
  return submitPrepared(actor, {
    ...change,
    accept,
    wholeConfiguration: mode === "replace",
    withDefaultPolicies: false,
    prepare: async (tx) => {
      const concerned = mode === "merge" ? configuration.releases.map(({ name }) => name) : null;
      const rows = await readRows(tx, concerned);
      const difference = diffConfiguration(rows, configuration, { mode, base: "/configuration" });
      if (difference.errors.length > 0) {
        throw new Refusal("invalid", "The configuration is not sound", { errors: difference.errors });
      }
      const { operations, unchanged } = difference;
      return {
        operations,
        known: finder(rows),
        unchanged: (entity) => ({ ...unchanged, policy: 0, user: 0, token: 0, hook: 0 })[entity],
      };
    },
  });
}

function isEmpty({
  products,
  releases,
  rules,
}: Pick<Configuration, "products" | "releases" | "rules">): boolean {
  return products.length + releases.length + rules.length === 0;
}

function finder(rows: CurrentRows): (entity: Entity, key: string) => Stored | null {
  const byEntity = new Map<Entity, Map<string, Stored>>();
  for (const [entity, list] of Object.entries(rows) as [Entity, readonly Stored[]][]) {
    byEntity.set(entity, new Map(list.map((row) => [keyOf(entity, row as never), row])));
  }
  return (entity, key) => byEntity.get(entity)?.get(key) ?? null;
}
