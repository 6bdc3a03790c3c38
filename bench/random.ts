/** Numbers from 0 up to 1 that look random and are the same in every run (mulberry32). */
export function repeatableRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @throws where a list is shorter than its reader believes; negative counts from the end */
export function itemAt<Item>(list: readonly Item[], index: number): Item {
  const item = list.at(index);
  if (item === undefined) throw new RangeError(`The list of ${list.length} has no item ${index}`);
  return item;
}

/** One of several things, each as likely as its weight says. */
export function pickWeighted<Thing>(
  random: () => number,
  things: readonly (readonly [thing: Thing, weight: number])[],
): Thing {
  const total = things.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = random() * total;
  for (const [thing, weight] of things) {
    rest -= weight;
    if (rest < 0) return thing;
  }
  throw new Error("Nothing to pick from");
}
