import type { RowChange } from "@/lib/changes/row";
import { changesOf } from "@/lib/changes/row";
import { everything } from "@/lib/configuration/names";
import type { Tx } from "@/lib/db/client";
import { readUses } from "@/lib/policies/store";

import { channelsIn, concernedBy, keysFor } from "./concerned";
import { announce } from "./store";
import { addPurge, listAskedThroughBundles, listChannelsNamed, listPurgeTargets } from "./store-purge";

type Recorded = {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly source: string;
  readonly reason: string;
  readonly changeSetId: number | null;
};

/** Has caches drop the answers that a revision may have altered. */
async function announcePurges(
  tx: Tx,
  { id: revision, at, actor }: Recorded,
  changes: readonly RowChange[],
): Promise<void> {
  const targets = await listPurgeTargets(tx);
  if (targets.length === 0) return;
  const direct = concernedBy(changes, await readUses(tx, changes));
  const products = direct.flatMap(({ product }) => (product === null ? [] : [product]));
  const channels = [...(await listChannelsNamed(tx)), ...channelsIn(changes)];
  const toPurge = {
    concerned: [...direct, ...(await listAskedThroughBundles(tx, products))],
    named: (product: string) =>
      channels.flatMap((row) => (row.product === null || row.product === product ? [row.channel] : [])),
    isNewProduct: changesOf(changes, "product").some(({ before }) => before === null),
  };
  for (const target of targets) {
    const keys = keysFor(target.products, toPurge);
    if (keys.length > 0) await addPurge(tx, { target: target.name, at, actor, revision, keys });
  }
}

/** Has hooks told of a revision, and of what it switches off and on again. @param products of its rows, null for all */
export async function announceRevision(
  tx: Tx,
  { id, at, actor, source, reason, changeSetId }: Recorded,
  { changes, products }: { changes: readonly RowChange[]; products: readonly (string | null)[] },
): Promise<void> {
  await announcePurges(tx, { id, at, actor, source, reason, changeSetId }, changes);
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
