import { misuse } from "./failure";
import { readPercentage } from "./numbers";
import { readDuration, shownTime } from "./times";

/** A rate, and how it goes on. */
export type Ramp = {
  readonly rate: number;
  readonly later: readonly Step[];
};
type Step = { readonly rate: number; readonly at: Date };

/**
 * Reads "10,25@6h,50@24h,100@48h": 10 % first, then 25 % six hours after the start, and so on.
 *
 * @param start from when the times of the steps count
 * @throws Failure that says which part is wrong
 */
export function readRamp(text: string, start: Date): Ramp {
  const [first = "", ...others] = text.split(",").map((part) => part.trim());
  if (first.includes("@")) throw misuse(`--ramp "${text}": ${firstHasNoTime}`);
  if (others.length === 0) throw misuse(`--ramp "${text}": ${othersHaveTimes}`);
  let before = 0;
  const later = others.map((part): Step => {
    const [rate = "", after] = part.split("@", 2);
    if (after === undefined) throw misuse(`--ramp "${text}": ${othersHaveTimes}`);
    const length = readDuration(after, "--ramp");
    if (length <= before) throw misuse(`--ramp "${text}": each step comes after the one before it.`);
    before = length;
    return { rate: readPercentage(rate, "--ramp"), at: new Date(start.getTime() + length) };
  });
  return { rate: readPercentage(first, "--ramp"), later };
}

/** The steps after the first, for people. */
export function describeRamp(later: readonly Step[]): string[] {
  return later.map(({ rate, at }) => `Then ${rate} % at ${shownTime(at)}.`);
}

const firstHasNoTime = "the first step has no @: it comes at once, or at --at.";
const othersHaveTimes = "every step after the first says when, e.g. 10,25@6h,100@48h.";
