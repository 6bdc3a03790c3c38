import { channelsMeet } from "@/lib/configuration/meet";

import { fits } from "./aus2-config";

/** Whether a throttle leaves a rule alone, and which channels of those that it serves are exempt. */
export type Exempt = { readonly all: boolean; readonly some: readonly string[] };

/**
 * @param channel a rule's condition; null: any
 * @param patterns exempt channels as AUS2's configuration names them
 * @param known channels that there are, for patterns that no rule can have
 */
export function exemptOf(
  channel: string | null,
  patterns: readonly string[],
  known: readonly string[],
): Exempt {
  if (channel !== null && patterns.some((pattern) => covers(pattern, channel))) {
    return { all: true, some: [] };
  }
  const all = patterns.flatMap((pattern) => asConditions(pattern, known));
  const some = [...new Set(all)].filter((exempt) => channel === null || channelsMeet(channel, exempt));
  return { all: false, some };
}

function covers(pattern: string, channel: string): boolean {
  if (!isPrefix(channel)) return fits(pattern, channel);
  return isPrefix(pattern) && channel.startsWith(pattern.slice(0, -1));
}

/** A pattern as a rule's condition can say it, else the channels that fit it. */
export function asConditions(pattern: string, known: readonly string[]): string[] {
  if (!pattern.includes("*") || isPrefix(pattern)) return [pattern];
  return known.filter((channel) => fits(pattern, channel));
}

/** What rules take for a pattern: at least two characters, then "*". */
function isPrefix(channel: string): boolean {
  return channel.length >= 3 && channel.indexOf("*") === channel.length - 1;
}
