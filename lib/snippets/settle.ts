import type { OfferDemand } from "./draft";
import { gather, partition, type Draft } from "./draft";
import { groupBy } from "./group-by";
import type { SettledNode } from "./name-releases";
import { nodeOf, placePatches, type ReleaseNode } from "./release-node";
import { planUrls } from "./url-plan";

/** Divides offers into releases that can be written: with URLs, and with the releases that partials update from. */
export function settle(offers: readonly OfferDemand[]): SettledNode[] {
  let drafts = partition(offers);
  for (;;) {
    const { settled, failing } = trySettle(drafts);
    if (failing.size === 0) return settled;
    drafts = drafts.flatMap((draft) => (failing.has(draft) ? splitByChannel(draft) : [draft]));
  }
}

function trySettle(drafts: readonly Draft[]): { settled: SettledNode[]; failing: ReadonlySet<Draft> } {
  const offered = drafts.map(nodeOf);
  const nodes: ReleaseNode[] = [...offered];
  const failing = new Set<Draft>();
  const settled: SettledNode[] = [];
  for (const node of offered) {
    const patches = placePatches(node, nodes);
    const urls = planUrls(patches);
    if (urls) settled.push({ node, patches, urls });
    else if (node.draft) failing.add(node.draft);
  }
  for (const node of nodes.slice(offered.length)) {
    const none = { templates: new Map(), names: { ftp: new Map(), bouncer: new Map() }, ownUrls: new Map() };
    settled.push({ node, patches: [], urls: none });
  }
  return { settled, failing };
}

/** URLs that no template fits are each patch's own, the same on every channel: so each channel gets its own release. */
function splitByChannel(draft: Draft): Draft[] {
  const channels = [...groupBy(draft.demands, ({ state }) => state.channel).values()];
  if (channels.length < 2) {
    throw new Error(`${draft.product} ${draft.version} cannot be taken apart any further`);
  }
  return channels.flatMap((demands) =>
    gather(demands).map((part) => ({ ...part, candidate: draft.candidate })),
  );
}
