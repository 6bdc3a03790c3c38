/** Where a file stops being what it is taken for. */
export type MarFault = {
  /** In bytes from the file's start. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
};

/** Ends the reading of a file; never leaves this module. */
export class BrokenMar extends Error {
  override readonly name = "BrokenMar";

  constructor(readonly fault: MarFault) {
    super(`at byte ${fault.offset}: expected ${fault.expected}, found ${fault.found}`);
  }
}

/** Reads numbers (big-endian) and texts, one after the other, from a part of a file. */
export class Cursor {
  private at = 0;

  /** @param start where the part begins in its file */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
  ) {}

  /** Where in the file the next thing is read. */
  get offset(): number {
    return this.start + this.at;
  }

  get rest(): number {
    return this.bytes.length - this.at;
  }

  uint32(what: string): number {
    const [high = 0, second = 0, third = 0, low = 0] = this.take(4, what);
    return high * 0x1000000 + second * 0x10000 + third * 0x100 + low;
  }

  /** Exact up to 2 ** 53, which no file reaches. */
  uint64(what: string): number {
    return this.uint32(what) * 0x100000000 + this.uint32(what);
  }

  take(length: number, what: string): Uint8Array {
    if (this.rest < length) this.fail(what, `the end, ${this.rest} of ${length} bytes on`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A text that ends with a zero byte. */
  text(what: string): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) this.fail(`${what}, ended by a zero byte`, "no zero byte");
    const bytes = this.take(end - this.at, what);
    this.at += 1;
    return new TextDecoder().decode(bytes);
  }

  fail(expected: string, found: string, offset: number = this.offset): never {
    throw new BrokenMar({ offset, expected, found });
  }
}
