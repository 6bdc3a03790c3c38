import { choice, text } from "@/components/shell/asked";
import { ranges, usualRange, type AskedTraffic, type Range } from "@/components/traffic/traffic-filter";
import type { TrafficQuestion } from "@/lib/traffic/service";

import { readAddress, type SearchParams } from "../reading";

export const knows = { product: text, channel: text, range: choice(Object.keys(ranges)) };

export async function readAsked(searchParams: SearchParams): Promise<AskedTraffic> {
  const { range, ...clients } = await readAddress(searchParams, knows);
  return { ...clients, range: range === "" ? usualRange : (range as Range) };
}

export function questionOf(
  { product, channel, range }: AskedTraffic,
  now: Date,
): Omit<TrafficQuestion, "by"> {
  const from = new Date(now.getTime() - ranges[range].hours * 3_600_000);
  return { product: product || null, channel: channel || null, from, to: null, step: null };
}
