import { fallbackChannelOf, type UpdateQuery } from "@/lib/protocol/request";
import { applicationVersion } from "@/lib/releases/release";
import { fits, type Aus2Config } from "@/lib/snippets/aus2-config";
import { demandsOf, type Offer, type OfferedPatch } from "@/lib/snippets/demand";
import { stateKey, type TreeState } from "@/lib/snippets/tree";

import { nothing, type Answer, type Fields } from "./answer";

/**
 * Answers requests from a snippet tree, as AUS2 did: the files of the state, else those of the plain channel.
 *
 * @param unsupported platforms that AUS2's configuration answers with silence
 */
export function treeAnswers(
  states: readonly TreeState[],
  unsupported: Aus2Config["unsupportedPlatforms"] = {},
): (query: UpdateQuery) => Answer {
  const offers = new Map(demandsOf(states).map(({ state, offer }) => [stateKey(state), offer]));
  return (query) => {
    const own = offers.get(stateKey(query));
    const offer =
      own === undefined ? offers.get(stateKey({ ...query, channel: fallbackChannelOf(query.channel) })) : own;
    return offer && !isBlocked(offer, query, unsupported[query.product] ?? {}) ? answerOf(offer) : nothing;
  };
}

function isBlocked(
  { dialect, attributes }: Offer,
  { osVersion }: UpdateQuery,
  platforms: Aus2Config["unsupportedPlatforms"][string],
): boolean {
  const target = applicationVersion(dialect, attributes) ?? "";
  return Object.entries(platforms).some(
    ([pattern, parts]) => fits(pattern, target) && parts.some((part) => osVersion.includes(part)),
  );
}

function answerOf({ updateType, attributes, buildID, complete, partial }: Offer): Answer {
  const things = new Map<string, Fields>([
    ["update", new Map(Object.entries({ type: updateType, ...attributes, buildID }))],
    ["complete patch", patchFields("complete", complete)],
  ]);
  if (partial) things.set("partial patch", patchFields("partial", partial));
  return { kind: "document", things, fault: null };
}

function patchFields(type: string, { url, hashFunction, hashValue, size }: OfferedPatch): Fields {
  return new Map(Object.entries({ type, URL: url, hashFunction, hashValue, size: String(size) }));
}
