import type { Difference } from "./compare";
import { shownByAsking } from "./intended";
import type { Found } from "./tally";

const decidedByRate: readonly Difference["cause"][] = ["no longer offered", "newly offered", "other build"];

/** Whether asking both services with force=1 could show that only a throttle made the difference. */
export function mayBeThrottled(force: string | null, found: readonly Difference[]): boolean {
  return force === null && found.some(({ cause }) => decidedByRate.includes(cause));
}

/**
 * What is left of differences that are gone with force=1. Where a roll decided, nothing is wrong; where none did, one
 * service has a throttle that the other lacks.
 */
export function asThrottled(found: readonly Difference[], rolled: boolean): Found[] {
  const main = found.find(({ cause }) => decidedByRate.includes(cause));
  if (!main) return [];
  const where = whereOf(main, rolled);
  return [
    { ...main, cause: "throttle", where, field: null, intended: rolled ? shownByAsking.throttle : null },
  ];
}

function whereOf({ cause }: Difference, rolled: boolean): string {
  if (cause === "other build") return "other build";
  const isLost = cause === "no longer offered";
  if (rolled) return isLost ? "held back" : "let through";
  return isLost ? "only new" : "only old";
}
