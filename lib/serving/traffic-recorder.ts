import { hostname } from "node:os";
import { setImmediate } from "node:timers/promises";

import { log, logDefect } from "@/lib/log";
import { ClientCounter } from "@/lib/traffic/counter";
import { Minutes } from "@/lib/traffic/minutes";
import { seenStates, type SeenState } from "@/lib/traffic/seen-states";
import type { CountedBy } from "@/lib/traffic/store-counts";

import type { TrafficSink } from "./traffic-sink";

/** Milliseconds between writes. */
const writeEvery = 10_000;
/** With many states a write takes its time. */
const writeManyEvery = 60_000;
/** Milliseconds after which client states are written: there are many, and most are seen again and again. */
const statesEvery = 600_000;
/** The same where there are few. */
const fewStatesEvery = 60_000;
const fewStates = 2_000;
/** How many states of one counter are written at most, the most frequent ones. */
const mostStates = 50_000;
/** How many combinations are gone through at once, so that no client waits longer than a millisecond or two. */
const atOnce = 500;

type Options = {
  readonly to: TrafficSink;
  /** Instead of the host's name. */
  readonly node?: string | undefined;
  /** Tells processes of one node apart that start in the same instant. */
  readonly worker?: number;
};

/**
 * Keeps count of what clients are answered and writes it down beside that. While it can't be written up to an hour
 * of it is kept; clients never notice.
 */
export class TrafficRecorder {
  readonly #to: TrafficSink;
  readonly #by: CountedBy;
  readonly #minutes = new Minutes();
  #counter = new ClientCounter();
  #counterSince = Date.now();
  #states: { states: readonly SeenState[]; at: Date } | null = null;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isAway = false;

  constructor({ to, node = hostname(), worker = 0 }: Options) {
    this.#to = to;
    const run = Date.now().toString(36);
    this.#by = { node: node.slice(0, 100), process: worker === 0 ? run : `${run}-${worker}` };
  }

  /** Where to count now. */
  get counter(): ClientCounter {
    return this.#counter;
  }

  start(): void {
    this.#timer = setTimeout(
      () => {
        void this.write().finally(() => {
          if (this.#timer) this.start();
        });
      },
      this.#counter.size <= fewStates ? writeEvery : writeManyEvery,
    );
    this.#timer.unref();
  }

  /** Writes the rest. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.write({ isLast: true });
    await this.#to.close();
  }

  /** Writes what was counted since. Never throws. */
  write({ isLast = false } = {}): Promise<void> {
    this.#writing = this.#writing
      .then(() => this.#write(isLast))
      .catch((error: unknown) => {
        logDefect(error, "traffic could not be counted");
      });
    return this.#writing;
  }

  async #write(isLast: boolean): Promise<void> {
    const counter = this.#counter;
    const age = Date.now() - this.#counterSince;
    const isOver =
      isLast || counter.isFull || age >= (counter.size <= fewStates ? fewStatesEvery : statesEvery);
    if (isOver) {
      this.#counter = new ClientCounter();
      this.#counterSince = Date.now();
    }
    counter.beginSpan();
    const now = Date.now();
    this.#minutes.addOthers(counter.takeOthers(), now);
    for (let row = 0; row < counter.size; row++) {
      if (row % atOnce === atOnce - 1) await setImmediate();
      const counted = counter.take(row);
      if (counted) this.#minutes.add(counted, now);
    }
    if (isOver && counter.size > 0) {
      const states = await seenStates(counter, mostStates, () => setImmediate());
      this.#states = { states, at: new Date(now) };
    }
    await this.#send(now);
  }

  async #send(now: number): Promise<void> {
    const rows = this.#minutes.unwritten();
    if (rows.length === 0 && this.#states === null) return;
    try {
      await this.#to.putMinutes(this.#by, rows);
      this.#minutes.written(rows, now);
      const seen = this.#states;
      // What is broken off is not repeated: some of it may be there.
      this.#states = null;
      if (seen) await this.#to.addStates(seen.states, seen.at);
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) log.warn({ err: error }, "traffic can't be written; it is counted and kept");
      this.#isAway = true;
    }
  }
}
