import type { Fingerprint } from "./recorded";

/** No outcome yet. */
export const pending = 0;

/**
 * Which requests were seen, how often, and what came of them: 16 bytes each and 4 to 8 for finding them, however long
 * the requests are. Never more of them than the limit.
 */
export class Ledger {
  #high = new Uint32Array(smallest);
  #low = new Uint32Array(smallest);
  #counts = new Uint32Array(smallest);
  #outcomes = new Uint32Array(smallest);
  /** Open addressing: the number of an entry and one; 0: free. */
  #slots = new Uint32Array(smallest * 2);
  #size = 0;

  constructor(readonly limit: number) {}

  get size(): number {
    return this.#size;
  }

  /** What the entries take in memory. */
  get bytes(): number {
    return [this.#high, this.#low, this.#counts, this.#outcomes, this.#slots].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
  }

  /**
   * Counts a request.
   * @returns its entry, and whether it is met for the first time; null: it is a new one beyond the limit
   */
  note(fingerprint: Fingerprint): { entry: number; isNew: boolean } | null {
    const found = this.#find(fingerprint);
    if (found.entry === null && this.#size >= this.limit) return null;
    const entry = found.entry ?? this.#add(fingerprint, found.slot);
    this.#counts[entry] = this.count(entry) + 1;
    return { entry, isNew: found.entry === null };
  }

  /** Takes over what came of a request in an earlier run; it counts when it is met again. */
  restore(fingerprint: Fingerprint, outcome: number): void {
    const { entry, slot } = this.#find(fingerprint);
    if (entry === null && this.#size >= this.limit) return;
    this.settle(entry ?? this.#add(fingerprint, slot), outcome);
  }

  settle(entry: number, outcome: number): void {
    this.#outcomes[entry] = outcome;
  }

  outcome(entry: number): number {
    return this.#outcomes[entry] ?? pending;
  }

  /** How often a request was met in this run. */
  count(entry: number): number {
    return this.#counts[entry] ?? 0;
  }

  #find({ high, low }: Fingerprint): { entry: number | null; slot: number } {
    const mask = this.#slots.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) return { entry: null, slot };
      if (this.#low[entry] === low && this.#high[entry] === high) return { entry, slot };
    }
  }

  #add(fingerprint: Fingerprint, slot: number): number {
    const isFull = this.#size === this.#high.length;
    if (isFull) this.#grow();
    const entry = this.#size++;
    this.#high[entry] = fingerprint.high;
    this.#low[entry] = fingerprint.low;
    this.#slots[isFull ? this.#find(fingerprint).slot : slot] = entry + 1;
    return entry;
  }

  #grow(): void {
    const length = this.#high.length * 2;
    const grown = (array: Uint32Array) => {
      const larger = new Uint32Array(length);
      larger.set(array);
      return larger;
    };
    this.#high = grown(this.#high);
    this.#low = grown(this.#low);
    this.#counts = grown(this.#counts);
    this.#outcomes = grown(this.#outcomes);
    this.#slots = new Uint32Array(length * 2);
    for (let entry = 0; entry < this.#size; entry++) {
      const at = { high: this.#high[entry] ?? 0, low: this.#low[entry] ?? 0 };
      this.#slots[this.#find(at).slot] = entry + 1;
    }
  }
}

const smallest = 1024;
