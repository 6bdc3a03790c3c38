import type { RecordedEntry } from "./chain";

export type PlacedEntry = RecordedEntry & { readonly revision: number };
export type EntryPlace = { readonly revision: number; readonly position: number };

/** Beyond every position that an entry can have. */
const lastPosition = 2_147_483_647;

/** Reads entries in order, a chunk at a time, and gives them a revision at a time. */
export class EntryReader {
  count = 0;
  #chunk: readonly PlacedEntry[] = [];
  #at = 0;
  #last: EntryPlace;
  readonly #fetch: (from: EntryPlace) => Promise<readonly PlacedEntry[]>;
  #next: Promise<readonly PlacedEntry[]> | null = null;

  /**
   * @param after the revision after whose entries to begin
   * @param fetch gives the entries that follow a place, some of them; none at the end
   */
  constructor(after: number, fetch: (from: EntryPlace) => Promise<readonly PlacedEntry[]>) {
    this.#last = { revision: after, position: lastPosition };
    this.#fetch = fetch;
  }

  /** The entries of a revision, in parts. Revisions must be asked for in order. */
  async *of(revision: number): AsyncGenerator<readonly PlacedEntry[], void> {
    for (;;) {
      if (this.#at === this.#chunk.length) await this.#advance();
      const start = this.#at;
      while (this.#chunk[this.#at]?.revision === revision) this.#at += 1;
      if (this.#at === start) return;
      this.count += this.#at - start;
      yield this.#chunk.slice(start, this.#at);
      if (this.#at < this.#chunk.length) return;
    }
  }

  /** The chunk after the new one is fetched while that is worked on. */
  async #advance(): Promise<void> {
    this.#chunk = await (this.#next ?? this.#fetch(this.#last));
    this.#at = 0;
    this.#last = this.#chunk.at(-1) ?? this.#last;
    this.#next = this.#chunk.length === 0 ? null : this.#fetch(this.#last);
    // Whoever stops reading never asks for it.
    this.#next?.catch(() => undefined);
  }
}
