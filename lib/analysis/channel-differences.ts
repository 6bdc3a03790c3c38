import type { Snapshot } from "@/lib/decision/snapshot";

import { findImpact, type AskedState, type Impact } from "./impact";
import { commonGroups } from "./impact-states";
import { ordinaryClient, systemsOf } from "./shipped";

/** Of two snapshots, or of one on two channels: what their clients are answered otherwise. */
export type ChannelsQuestion = { readonly product: string; readonly from: string; readonly to: string };

/**
 * What clients of one channel (`from`) of a snapshot and those of a channel (`to`) of another get differently: each
 * shipped version × build target × locale × system. Where the files come from is not compared: channels may have
 * servers of their own.
 */
export function findChannelDifferences(
  pair: readonly [Snapshot, Snapshot],
  question: ChannelsQuestion,
): Impact {
  return findImpact(...pair, statesOnChannels(pair, question), { withUrls: false });
}

function* statesOnChannels(
  pair: readonly [Snapshot, Snapshot],
  { product, from, to }: ChannelsQuestion,
): Generator<AskedState> {
  for (const { buildTarget, locales, shipped } of commonGroups(pair, product)) {
    const [locale = ""] = locales;
    const systems = new Set(
      pair.flatMap((snapshot) =>
        [from, to].flatMap((channel) => systemsOf(snapshot, { product, channel }, buildTarget)),
      ),
    );
    for (const { version, buildID } of shipped) {
      for (const osVersion of systems) {
        const asking = (channel: string) =>
          ordinaryClient({ product, channel, version, buildID, buildTarget, locale, osVersion }, "1");
        yield { query: asking(from), then: asking(to), states: locales.length, seen: 0 };
      }
    }
  }
}
