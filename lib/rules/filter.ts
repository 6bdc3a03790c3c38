import { fallbackChannelOf } from "@/lib/protocol/request";

import { matchesChannel } from "./match";
import type { Rule } from "./rule";

/** All that is given has to hold. */
export type RuleFilter = {
  /** Rules that clients of this product can meet. */
  readonly product?: string | undefined;
  /** Rules that clients of this channel can meet, as clients are matched. */
  readonly channel?: string | undefined;
  /** Rules that map to this release. */
  readonly release?: string | undefined;
  /** A part of any of the rule's texts, or its id. */
  readonly q?: string | undefined;
};

export function fitsRule(rule: Rule, { product, channel, release, q }: RuleFilter): boolean {
  return (
    (product === undefined || rule.product === null || rule.product === product) &&
    (channel === undefined || meetsChannel(rule.channel, channel)) &&
    (release === undefined || rule.mapping === release || rule.fallbackMapping === release) &&
    (q === undefined || says(rule, q))
  );
}

/** Whether a condition on the channel, null or "*" for any, lets clients of a channel through. */
export function meetsChannel(condition: string | null, channel: string): boolean {
  if (condition === null || condition === "*") return true;
  return matchesChannel(condition, { channel, fallbackChannel: fallbackChannelOf(channel) });
}

/** Whether any text of a row has this part, whatever its case; its id has to be it. */
export function says(row: object, q: string): boolean {
  const wanted = q.toLowerCase();
  return Object.entries(row).some(
    ([name, value]) =>
      (typeof value === "string" && value.toLowerCase().includes(wanted)) ||
      (name === "id" && String(value) === q),
  );
}
