import { ranges, usualRange, type AskedTraffic, type Range } from "@/components/traffic/traffic-filter";
import type { TrafficQuestion } from "@/lib/traffic/service";

import { parameter, type SearchParams } from "../reading";

/** What an address asks for; what makes no sense is left out. */
export async function readAsked(searchParams: SearchParams): Promise<AskedTraffic> {
  const name = async (of: string) => (await parameter(searchParams, of)).replaceAll("\0", "").slice(0, 500);
  const range = await parameter(searchParams, "range");
  return {
    product: await name("product"),
    channel: await name("channel"),
    range: Object.hasOwn(ranges, range) ? (range as Range) : usualRange,
  };
}

export function questionOf(
  { product, channel, range }: AskedTraffic,
  now: Date,
): Omit<TrafficQuestion, "by"> {
  const from = new Date(now.getTime() - ranges[range].hours * 3_600_000);
  return { product: product || null, channel: channel || null, from, to: null, step: null };
}
