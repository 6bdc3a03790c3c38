/** Does so many things at once, and begins so many a second. */
export class Pool {
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;
  #next = 0;

  /**
   * @param perSecond null: as fast as it goes
   * @param clock in milliseconds
   */
  constructor(
    readonly parallel: number,
    readonly perSecond: number | null,
    readonly clock: () => number,
    readonly pause: (ms: number) => Promise<void>,
  ) {}

  /** Begins a piece of work as soon as there is room. @throws what an earlier piece has thrown */
  async add(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.parallel) await Promise.race(this.#running);
    await this.#keepPace();
    this.#mustBeWell();
    const running = work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all that was begun. @throws what a piece has thrown */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
    this.#mustBeWell();
  }

  async #keepPace(): Promise<void> {
    if (this.perSecond === null) return;
    const now = this.clock();
    const at = Math.max(now, this.#next);
    this.#next = at + 1_000 / this.perSecond;
    if (at > now) await this.pause(at - now);
  }

  #mustBeWell(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
