/** How much is asked at once, and how many times a second; a rate of 0: as fast as it goes. */
export type Pace = { readonly parallel: number; readonly rate: number };

type Clock = { readonly now: () => number; readonly pause: (ms: number) => Promise<void> };

/** Does the work for each thing, no faster than the pace. @throws what the work throws, when all that has begun is over */
export async function paced<T>(
  things: Iterable<T>,
  { parallel, rate }: Pace,
  { now, pause }: Clock,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const rest = things[Symbol.iterator]();
  const gap = rate === 0 ? 0 : 1000 / rate;
  let next = now();
  const problems: unknown[] = [];
  const worker = async () => {
    for (let one = rest.next(); one.done !== true && problems.length === 0; one = rest.next()) {
      const turn = Math.max(next, now());
      next = turn + gap;
      if (turn > now()) await pause(turn - now());
      try {
        await work(one.value);
      } catch (error) {
        problems.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  if (problems.length > 0) throw problems[0];
}
