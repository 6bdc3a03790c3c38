import type { ClientCounter } from "./counter";
import { other } from "./names";

/** Clients that say the same of themselves. */
export type SeenState = {
  readonly product: string;
  readonly channel: string;
  readonly version: string;
  readonly buildID: string;
  readonly buildTarget: string;
  readonly locale: string;
  readonly osVersion: string;
  /** How many requests of theirs were counted. */
  readonly count: number;
};

/** Hours that are counted together: what is seen "in the last day" is seen in the last four to five of these. */
export const stateWindow = 6 * 3_600_000;

const atOnce = 1_000;

/**
 * The client states that were counted, the most frequent first, so that those who say something else each time are
 * the first to be left out.
 *
 * @param most how many at most
 * @param pause awaited between pieces of work that take a millisecond or two
 */
export async function seenStates(
  counter: ClientCounter,
  most: number,
  pause: () => Promise<void>,
): Promise<SeenState[]> {
  const states = new Map<string, SeenState>();
  for (let row = 0; row < counter.size; row++) {
    if (row % atOnce === atOnce - 1) await pause();
    const { product, channel, version, buildID, buildTarget, locale, osVersion, count } = counter.at(row);
    const said = { product, channel, version, buildID, buildTarget, locale, osVersion };
    const values = Object.values(said);
    // Somebody of whom not all is known can't be asked for.
    if (values.includes(other)) continue;
    const key = values.join("\n");
    states.set(key, { ...said, count: count + (states.get(key)?.count ?? 0) });
  }
  await pause();
  return [...states.values()].sort((a, b) => b.count - a.count).slice(0, most);
}
