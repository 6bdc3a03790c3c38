import { detached } from "@/lib/protocol/remember";

/** What stands for all values that are not told apart. */
export const other = "other";

/** In characters: nothing that a client may honestly say is longer. */
const longest = 100;
/** What a database refuses to keep, and no honest client says. */
const unfit = /[\p{Cc}\p{Cs}]/u;

/** Small numbers for the first so many distinct values; 0 stands for all others. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [other];
  readonly #most: number;

  /** @param most the largest number that there may be */
  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#names.length > this.#most;
  }

  numberOf(name: string): number {
    return this.#numbers.get(name) ?? this.#add(name);
  }

  nameOf(number: number): string {
    return this.#names[number] ?? other;
  }

  #add(name: string): number {
    if (this.isFull || name.length > longest || unfit.test(name)) return 0;
    const number = this.#names.length;
    const kept = detached(name);
    this.#numbers.set(kept, number);
    this.#names.push(kept);
    return number;
  }
}
