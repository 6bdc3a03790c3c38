const perMillisecond = 20;
const highest = 60_000 * perMillisecond;

/** Counts durations in steps of 0.05 ms, so that a million of them take no more room than ten. */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(milliseconds: number): void {
    const step = Math.min(highest, Math.floor(milliseconds * perMillisecond));
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1);
    this.#total++;
  }

  get total(): number {
    return this.#total;
  }

  /** The duration in milliseconds that a share of all, from 0 to 1, does not exceed. */
  percentile(share: number): number {
    let rest = share * this.#total;
    for (const [step, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      rest -= count;
      if (rest <= 0) return (step + 1) / perMillisecond;
    }
    return 0;
  }
}
