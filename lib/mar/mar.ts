import { BrokenMar, Cursor, type MarFault } from "./cursor";

/** A file of which parts are read, so that large ones need not be loaded. */
export type RandomAccess = {
  /** In bytes. */
  readonly size: number;
  /** Fewer bytes only where the file ends. */
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
};

export type MarEntry = {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** The permissions of the file, as Unix writes them. */
  readonly flags: number;
};

export type MarSignature = { readonly algorithm: string; readonly size: number };

/** What a client compares with what it accepts (ACCEPTED_MAR_CHANNEL_IDS) and with its own version. */
export type ProductInformation = { readonly channelID: string; readonly version: string };

export type Mar = {
  /** "old": without signatures and product information, as before Firefox 12. */
  readonly format: "old" | "new";
  readonly entries: readonly MarEntry[];
  readonly signatures: readonly MarSignature[];
  /** Null: the file says nothing of it. */
  readonly product: ProductInformation | null;
};

export type MarFinding = MarFault & { readonly file: string };

export type ReadMar =
  { readonly kind: "mar"; readonly mar: Mar } | { readonly kind: "broken"; readonly finding: MarFinding };

/** All that stands before the contents: clients take up to 8 signatures of up to 2 KiB each. */
const mostHead = 32 * 1024;
/** A longer index is no index: the largest applications have some thousand files. */
const mostIndex = 16 * 1024 * 1024;
const mostSignatures = 8;
const largestSignature = 2048;
const oldHeadEnd = 8;

const algorithms: Readonly<Record<number, string>> = { 1: "RSA-PKCS1-SHA1", 2: "RSA-PKCS1-SHA384" };
const productInformationBlock = 1;

/**
 * Reads what a MAR says of itself, with three reads whatever its size. The contents are not looked at.
 *
 * @param file what it is called in findings
 */
export async function readMar(file: string, source: RandomAccess): Promise<ReadMar> {
  try {
    return { kind: "mar", mar: await read(source) };
  } catch (error) {
    if (!(error instanceof BrokenMar)) throw error;
    return { kind: "broken", finding: { file, ...error.fault } };
  }
}

/** e.g. `de.mar, byte 0: expected "MAR1", found "PK\u0003\u0004"` */
export function describeMarFinding({ file, offset, expected, found }: MarFinding): string {
  return `${file}, byte ${offset}: expected ${expected}, found ${found}`;
}

async function read(source: RandomAccess): Promise<Mar> {
  const head = new Cursor(await source.read(0, Math.min(mostHead, source.size)), 0);
  const indexOffset = readStart(head, source.size);
  const entries = await readIndex(source, indexOffset);
  const contents = entries.reduce((least, { offset }) => Math.min(least, offset), indexOffset);
  if (contents === oldHeadEnd) return { format: "old", entries, signatures: [], product: null };
  return { format: "new", entries, ...readHead(head, source.size, contents) };
}

/** @returns where the index begins */
function readStart(head: Cursor, size: number): number {
  const magic = head.take(Math.min(4, head.rest), "");
  const text = String.fromCharCode(...magic);
  if (text !== "MAR1") head.fail('"MAR1", as a MAR begins', size === 0 ? "an empty file" : said(text), 0);
  const at = head.offset;
  const offset = head.uint32("the offset of the index");
  if (offset < oldHeadEnd || offset + 4 > size) {
    head.fail(`the offset of an index within the file's ${size} bytes`, String(offset), at);
  }
  return offset;
}

async function readIndex(source: RandomAccess, start: number): Promise<MarEntry[]> {
  const length = Math.min(source.size - start, mostIndex + 4);
  const index = new Cursor(await source.read(start, length), start);
  const size = index.uint32("the size of the index");
  if (size !== source.size - start - 4) {
    index.fail(
      `an index of ${source.size - start - 4} bytes, up to the end of the file`,
      `one of ${size} bytes: the file is cut short or damaged`,
      start,
    );
  }
  const entries: MarEntry[] = [];
  while (index.rest > 0) entries.push(readEntry(index, start));
  return entries;
}

function readEntry(index: Cursor, end: number): MarEntry {
  const at = index.offset;
  const offset = index.uint32("the offset of a content");
  const size = index.uint32("the size of a content");
  const flags = index.uint32("the flags of a content");
  const name = index.text("the name of a content");
  if (name === "") index.fail("the name of a content", "an empty one", at + 12);
  if (offset < oldHeadEnd || offset + size > end) {
    index.fail(
      `a content between bytes ${oldHeadEnd} and ${end}`,
      `${said(name)} from ${offset} to ${offset + size}`,
      at,
    );
  }
  return { name, offset, size, flags };
}

function readHead(head: Cursor, size: number, contents: number): Pick<Mar, "signatures" | "product"> {
  const at = head.offset;
  const said = head.uint64("the size of the file");
  if (said !== size) head.fail(`the file's size, ${size}`, `${said}: the file is cut short or damaged`, at);
  const signatures = readSignatures(head);
  const product = readBlocks(head);
  if (head.offset > contents) {
    head.fail(`the first content after byte ${head.offset}`, `it at byte ${contents}`);
  }
  return { signatures, product };
}

function readSignatures(head: Cursor): MarSignature[] {
  const at = head.offset;
  const count = head.uint32("the number of signatures");
  if (count > mostSignatures) head.fail(`up to ${mostSignatures} signatures`, String(count), at);
  return Array.from({ length: count }, () => {
    const algorithm = head.uint32("the algorithm of a signature");
    const place = head.offset;
    const size = head.uint32("the size of a signature");
    if (size > largestSignature) {
      head.fail(`a signature of up to ${largestSignature} bytes`, `one of ${size}`, place);
    }
    head.take(size, "a signature");
    return { algorithm: algorithms[algorithm] ?? `algorithm ${algorithm}`, size };
  });
}

function readBlocks(head: Cursor): ProductInformation | null {
  const count = head.uint32("the number of additional blocks");
  let product: ProductInformation | null = null;
  for (let block = 0; block < count; block++) {
    const at = head.offset;
    const size = head.uint32("the size of a block");
    const kind = head.uint32("what kind of block it is");
    if (size < 8) head.fail("a block of 8 bytes at least", `one of ${size}`, at);
    const body = new Cursor(head.take(size - 8, "a block"), at + 8);
    if (kind === productInformationBlock) product ??= readProduct(body);
  }
  return product;
}

function readProduct(body: Cursor): ProductInformation {
  return { channelID: body.text("the MAR channel ID"), version: body.text("the product version") };
}

/** Text of unknown bytes that may be printed. */
function said(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
