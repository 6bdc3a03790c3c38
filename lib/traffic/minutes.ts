import { fallbackChannelOf } from "@/lib/protocol/request";

import { ChannelCounts, type PackedCounts } from "./channel-counts";
import type { Counted } from "./counter";
import { other } from "./names";

/** The traffic of one channel in one minute. */
export type MinuteRow = {
  /** When the minute began. */
  readonly at: Date;
  /** "other": requests that were not told apart. */
  readonly product: string;
  readonly channel: string;
  readonly requests: number;
  readonly served: number;
  readonly counts: PackedCounts;
};

export const minute = 60_000;
/** How many minutes are kept while they can't be written; older ones are lost. */
const mostMinutes = 60;
const mostChannels = 200;
/** How many values of all dimensions and channels one minute tells apart. */
const mostValues = 10_000;

type Minute = {
  readonly at: number;
  readonly channels: Map<string, ChannelCounts>;
  values: number;
  isWritten: boolean;
};

/** Traffic by minute and channel until it is written; bounded. */
export class Minutes {
  #minutes: Minute[] = [];

  add(counted: Counted, now: number): void {
    const current = this.#current(now);
    const channel = fallbackChannelOf(counted.channel);
    this.#channel(current, counted.product, channel).add(counted, () => current.values++ < mostValues);
  }

  /** Adds requests of which nothing is known. */
  addOthers(requests: number, now: number): void {
    if (requests > 0) this.#channel(this.#current(now), other, other).addOthers(requests);
  }

  /** What has to be written: each minute as a whole, again whenever something was added to it. */
  unwritten(): MinuteRow[] {
    return this.#minutes.filter(({ isWritten }) => !isWritten).flatMap(rowsOf);
  }

  /** Forgets what was written, but for the minute that goes on. */
  written(rows: readonly MinuteRow[], now: number): void {
    const done = new Set(rows.map(({ at }) => at.getTime()));
    this.#minutes = this.#minutes.filter(({ at }) => !done.has(at) || at === begin(now));
    for (const one of this.#minutes) if (done.has(one.at)) one.isWritten = true;
  }

  #current(now: number): Minute {
    const at = begin(now);
    const last = this.#minutes.find((one) => one.at === at);
    if (last) {
      last.isWritten = false;
      return last;
    }
    const made = { at, channels: new Map<string, ChannelCounts>(), values: 0, isWritten: false };
    this.#minutes = [...this.#minutes, made].slice(-mostMinutes);
    return made;
  }

  #channel({ channels }: Minute, product: string, channel: string): ChannelCounts {
    const key = `${product}\n${channel}`;
    const known = channels.get(key);
    if (known) return known;
    if (channels.size >= mostChannels && channel !== other) {
      // One place for each product beyond the bound; there are few products.
      return this.#channel({ channels } as Minute, product, other);
    }
    const made = new ChannelCounts();
    channels.set(key, made);
    return made;
  }
}

function begin(now: number): number {
  return Math.floor(now / minute) * minute;
}

function rowsOf({ at, channels }: Minute): MinuteRow[] {
  return [...channels].map(([key, counts]) => {
    const [product = "", channel = ""] = key.split("\n");
    const { requests, served } = counts;
    return { at: new Date(at), product, channel, requests, served, counts: counts.packed() };
  });
}
