const first = 1_000;
const longest = 10_000;

/**
 * How long to wait before the next attempt: longer after each, and never all pages at once.
 * @param failures how many attempts failed since the last that did not
 * @param chance from 0 up to 1
 * @returns milliseconds
 */
export function backOff(failures: number, chance: number): number {
  const most = Math.min(longest, first * 2 ** failures);
  return most / 2 + (chance * most) / 2;
}
