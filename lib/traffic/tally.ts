/** Numbers of a row: the combination, how often it was counted, and how often of that it was taken. */
const rowLength = 8;
const countAt = 4;
const takenAt = 5;

export type Combination = readonly [a: number, b: number, c: number, d: number];

/**
 * Counts combinations of four 32-bit numbers, the first so many distinct ones. Takes no memory while counting: the
 * combinations stand in one array, and their places are found through another, by open addressing.
 */
export class Tally {
  readonly #rows: Int32Array;
  readonly #places: Int32Array;
  readonly #most: number;
  #size = 0;

  /** @param most how many distinct combinations, a power of two */
  constructor(most: number) {
    this.#most = most;
    this.#rows = new Int32Array(most * rowLength);
    this.#places = new Int32Array(most * 2);
  }

  /** How many distinct combinations were counted. */
  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size === this.#most;
  }

  /** @returns false when there is no room for another combination */
  add([a, b, c, d]: Combination, count: number): boolean {
    const rows = this.#rows;
    const places = this.#places;
    const last = places.length - 1;
    for (let at = hash(a, b, c, d) & last; ; at = (at + 1) & last) {
      const from = ((places[at] ?? 0) - 1) * rowLength;
      if (from < 0) {
        if (this.isFull) return false;
        rows.set([a, b, c, d, count], this.#size * rowLength);
        places[at] = ++this.#size;
        return true;
      }
      if (rows[from] === a && rows[from + 1] === b && rows[from + 2] === c && rows[from + 3] === d) {
        rows[from + countAt] = (rows[from + countAt] ?? 0) + count;
        return true;
      }
    }
  }

  /** One of the numbers of a combination. */
  part(row: number, index: 0 | 1 | 2 | 3): number {
    return this.#rows[row * rowLength + index] ?? 0;
  }

  count(row: number): number {
    return this.#rows[row * rowLength + countAt] ?? 0;
  }

  /** How often a combination was counted since it was asked last. */
  take(row: number): number {
    const count = this.count(row);
    const more = count - (this.#rows[row * rowLength + takenAt] ?? 0);
    this.#rows[row * rowLength + takenAt] = count;
    return more;
  }
}

function hash(a: number, b: number, c: number, d: number): number {
  let mixed = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ Math.imul(c, 0xc2b2ae35), 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ Math.imul(d, 0x165667b1), 0x9e3779b1);
  return mixed ^ (mixed >>> 16);
}
