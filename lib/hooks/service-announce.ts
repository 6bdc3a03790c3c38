import type { RowChange } from "@/lib/changes/row";
import { changesOf } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/names";
import type { Tx } from "@/lib/db/client";

import { announce } from "./store";

type Recorded = {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly source: string;
  readonly reason: string;
  readonly changeSetId: number | null;
};

/** Has hooks told of a revision, and of what it switches off and on again. @param products of its rows, null for all */
export async function announceRevision(
  tx: Tx,
  { id, at, actor, source, reason, changeSetId }: Recorded,
  { changes, products }: { changes: readonly RowChange[]; products: readonly (string | null)[] },
): Promise<void> {
  const about = { revision: id, changeSet: changeSetId, source, reason };
  const names = [...new Set(products.map((product) => product ?? everything))].sort();
  await announce(tx, { event: "enacted", at, actor, products: names, about });
  for (const { before, after } of changesOf(changes, "shutOff")) {
    const row = after ?? before;
    if (!row || (before && after)) continue;
    const { product, channel, buildTarget, version, locale } = row;
    await announce(tx, {
      event: after ? "shut-off" : "switched-on",
      at,
      actor,
      products: [product],
      about: { ...about, channel, buildTarget, version, locale },
    });
  }
}
