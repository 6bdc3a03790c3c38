import type { Counted } from "./counter";
import {
  addMeasures,
  dimensions,
  noMeasures,
  packMeasures,
  unpackMeasures,
  type Dimension,
  type Measures,
  type PackedMeasures,
} from "./measures";
import { other } from "./names";

/** The traffic of one channel in some span of time, as it is kept: each dimension's values by name. */
export type PackedCounts = {
  readonly all: PackedMeasures;
} & Readonly<Partial<Record<Dimension, Readonly<Record<string, PackedMeasures>>>>>;

/** Stands where there is no value: no rule decided, no release was brought, nothing was said. */
export const none = "none";

/** How many values of a dimension are told apart; the rest is "other". */
const mostValues = 100;

/** Adds up the traffic of one channel. */
export class ChannelCounts {
  readonly #all: Sum = { ...noMeasures };
  readonly #values = new Map<Dimension, Map<string, Sum>>(dimensions.map((one) => [one, new Map()]));

  /**
   * @param hasRoom asked before another value is told apart
   */
  add(counted: Counted, hasRoom: () => boolean = () => true): void {
    const measures = measuresOf(counted);
    addTo(this.#all, measures);
    for (const dimension of dimensions) {
      this.#addValue(dimension, valueOf(counted, dimension), measures, hasRoom);
    }
  }

  /** Adds requests of which nothing is known. */
  addOthers(requests: number): void {
    this.#all.requests += requests;
  }

  addPacked({ all, ...values }: PackedCounts): void {
    addTo(this.#all, unpackMeasures(all));
    for (const dimension of dimensions) {
      for (const [value, packed] of Object.entries(values[dimension] ?? {})) {
        this.#addValue(dimension, value, unpackMeasures(packed), () => true);
      }
    }
  }

  /** The most frequent values of each dimension; the rest is "other". */
  packed(): PackedCounts {
    const values = dimensions.flatMap((dimension) => {
      const all = this.#values.get(dimension);
      return all === undefined || all.size === 0 ? [] : [[dimension, packValues(all)] as const];
    });
    return { all: packMeasures(this.#all), ...Object.fromEntries(values) };
  }

  get requests(): number {
    return this.#all.requests;
  }

  get served(): number {
    return this.#all.served;
  }

  #addValue(dimension: Dimension, value: string, measures: Measures, hasRoom: () => boolean): void {
    const values = this.#values.get(dimension);
    if (!values) return;
    const known = values.get(value);
    if (known !== undefined) {
      addTo(known, measures);
      return;
    }
    const name = value === other || (values.size < 10 * mostValues && hasRoom()) ? value : other;
    const sum = values.get(name) ?? { ...noMeasures };
    addTo(sum, measures);
    values.set(name, sum);
  }
}

/** Written to in place: this is done for every value of every combination that is counted. */
type Sum = { -readonly [Key in keyof Measures]: Measures[Key] };

function addTo(sum: Sum, { requests, served, throttled, outside, planned }: Measures): void {
  sum.requests += requests;
  sum.served += served;
  sum.throttled += throttled;
  sum.outside += outside;
  sum.planned += planned;
}

function packValues(values: ReadonlyMap<string, Measures>): Record<string, PackedMeasures> {
  const sorted = [...values].sort(
    ([a, x], [b, y]) => Number(a === other) - Number(b === other) || y.requests - x.requests,
  );
  const kept = sorted.slice(0, mostValues);
  const rest = sorted.slice(mostValues);
  const packed = kept.map(([name, measures]) => [name, packMeasures(measures)] as const);
  if (rest.length === 0) return Object.fromEntries(packed);
  const others = rest.reduce((sum, [, measures]) => addMeasures(sum, measures), noMeasures);
  return Object.fromEntries([...packed, [other, packMeasures(others)]]);
}

function valueOf(counted: Counted, dimension: Dimension): string {
  switch (dimension) {
    case "os":
      return counted.osVersion || none;
    case "rule":
      return counted.rule ?? none;
    case "release":
      return counted.release ?? none;
    default:
      return counted[dimension] || none;
  }
}

function measuresOf({ count, isServed, rate, isOutside }: Counted): Measures {
  return {
    requests: count,
    served: isServed ? count : 0,
    throttled: rate === null ? 0 : count,
    outside: isOutside ? count : 0,
    planned: rate === null ? 0 : count * rate,
  };
}
