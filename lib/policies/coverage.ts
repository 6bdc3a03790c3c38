import { everything } from "@/lib/configuration/names";
import { channelsMeet } from "@/lib/configuration/meet";
import { fallbackChannelOf } from "@/lib/protocol/request";

import type { Policy } from "./policy";

/** Whom something is for. A null product or channel is all of them; a channel may be a prefix followed by "*". */
export type Scope = { readonly product: string | null; readonly channel: string | null };

/** Whether a policy guards any client of a scope. */
export function guards({ product, channel }: Pick<Policy, "product" | "channel">, scope: Scope): boolean {
  const sameProduct = product === everything || scope.product === null || product === scope.product;
  return sameProduct && guardsChannel(channel, scope.channel);
}

/**
 * Whether a policy's pattern holds for any client of a channel, or of those that fall back to it. Prefixes leave out
 * test channels, so that what is tested on "releasetest" need not be signed as what is on "release".
 */
function guardsChannel(pattern: string, channel: string | null): boolean {
  if (pattern === everything || channel === null || channel === everything) return true;
  if (pattern.endsWith("*") && isTestChannel(channel)) return false;
  return channelsMeet(pattern, channel);
}

/** By its name: "releasetest", "beta-cdntest", and their partners' channels. Of a prefix nothing is known. */
export function isTestChannel(channel: string): boolean {
  return fallbackChannelOf(channel).endsWith("test");
}

/** Whether two policies guard any client in common. */
export function policiesMeet(a: Policy, b: Policy): boolean {
  return (
    a.subject === b.subject &&
    guards(a, {
      product: b.product === everything ? null : b.product,
      channel: b.channel === everything ? null : b.channel,
    })
  );
}
