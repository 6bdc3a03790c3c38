import type { Snapshot } from "@/lib/decision/snapshot";
import { everything } from "@/lib/configuration/names";

import { keysOfAnswer } from "./cache-key";

/** Clients whose answers caches keep under the same keys. */
export type AnswerGroup = {
  /** Null: none that the configuration knows. */
  readonly product: string | null;
  readonly keys: readonly string[];
};

/** What is kept for each group, found by a client's product and channel. */
export type ByGroup<Kept> = (product: string, channel: string) => Kept;

/** Only what the configuration names tells groups apart, so that clients can't make any up. */
export function byGroup<Kept>(snapshot: Snapshot, keep: (group: AnswerGroup) => Kept): ByGroup<Kept> {
  const makeGroup = (product: string | null, channel: string | null) =>
    keep({ product, keys: keysOfAnswer(product, channel) });
  const products = new Map<string, { byChannel: ReadonlyMap<string, Kept>; unnamed: Kept }>();
  for (const { name } of snapshot.input.products) {
    const byChannel = new Map<string, Kept>();
    for (const channel of channelsNamed(snapshot, name)) byChannel.set(channel, makeGroup(name, channel));
    products.set(name, { byChannel, unnamed: makeGroup(name, null) });
  }
  const unknown = makeGroup(null, null);
  return (product, channel) => {
    const groups = products.get(product);
    return groups === undefined ? unknown : (groups.byChannel.get(channel) ?? groups.unnamed);
  };
}

function channelsNamed({ input }: Snapshot, product: string): Set<string> {
  const rows = [...input.rules, ...input.shutOffs, ...input.pins];
  const named = new Set<string>();
  for (const { product: of, channel } of rows) {
    if (of !== null && of !== everything && of !== product) continue;
    if (channel !== null && !channel.endsWith("*")) named.add(channel);
  }
  return named;
}
