import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { constants, gunzipSync, gzip } from "node:zlib";

import type { ConfiguredRelease } from "@/lib/configuration/configuration";

import { shutOffsHead, type Head, type ServedRows } from "./refresh-rows";

// A snapshot as it lies on a node's disk: what it is, an authentication code over everything, which rows, the rows.
// Nothing of it is understood before the code was found right.

const magic = Buffer.from("AUS3SNAP");
/** Counts up whenever rows of another form are kept: a program takes only its own form. */
export const snapshotFormat = 1;
const lengthAt = 12;
const codeAt = 20;
const codeLength = 32;
const contentsAt = codeAt + codeLength;
/** How much is authenticated at once, in bytes, so that no client waits for it longer than a few milliseconds. */
const atOnce = 2 * 1024 * 1024;

export type Unusable = "unreadable" | "truncated" | "other format" | "not authentic" | "older";

/** A kept snapshot that must not be served from. */
export class UnusableSnapshot extends Error {
  constructor(
    readonly reason: Unusable,
    message: string,
  ) {
    super(message);
  }
}

/** The key that a deployment's nodes seal their snapshots with. */
export function snapshotKey(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "aus3 snapshot on disk", 32));
}

type Contents = Pick<ServedRows, "head" | "shutOffsAt"> & {
  readonly at: string;
  readonly parts: readonly number[];
};

const pack = promisify(gzip);

/** Packs what was not packed before: of a large configuration little changes from one revision to the next. */
export class SnapshotPacker {
  readonly #packed = new WeakMap<ConfiguredRelease, Buffer>();

  /** @returns the pieces of a sealed snapshot, in their order */
  async seal(rows: ServedRows, key: Buffer, at: Date): Promise<Buffer[]> {
    const { head, shutOffsAt, small, releases } = rows;
    const parts = [await packed(small)];
    for (const release of releases.values()) parts.push(await this.#packRelease(release));
    const lengths = parts.map(({ length }) => length);
    const about: Contents = {
      head,
      ...(shutOffsAt && { shutOffsAt }),
      at: at.toISOString(),
      parts: lengths,
    };
    const contents = Buffer.from(`${JSON.stringify(about)}\n`);
    const opening = Buffer.alloc(contentsAt);
    magic.copy(opening);
    opening.writeUInt32BE(snapshotFormat, magic.length);
    const total = parts.reduce((sum, { length }) => sum + length, contentsAt + contents.length);
    opening.writeBigUInt64BE(BigInt(total), lengthAt);
    const code = await codeOf([opening.subarray(0, codeAt), contents, ...parts], key);
    code.copy(opening, codeAt);
    return [opening, contents, ...parts];
  }

  async #packRelease(release: ConfiguredRelease): Promise<Buffer> {
    const known = this.#packed.get(release);
    if (known) return known;
    const made = await packed(release);
    this.#packed.set(release, made);
    return made;
  }

  /** @throws UnusableSnapshot */
  open(sealed: Buffer, key: Buffer): { rows: ServedRows; at: Date } {
    const { at, parts, ...heads } = authenticContents(sealed, key);
    let from = sealed.indexOf("\n", contentsAt) + 1;
    const pieces = parts.map((length) => sealed.subarray(from, (from += length)));
    const [small, ...packedReleases] = pieces;
    const releases = new Map<string, ConfiguredRelease>();
    for (const piece of packedReleases) {
      const release = unpacked(piece) as ConfiguredRelease;
      // A copy: the whole file would stay in memory for the pieces that are still of use.
      this.#packed.set(release, Buffer.from(piece));
      releases.set(release.name, release);
    }
    const rows = { ...heads, small: unpacked(small ?? Buffer.alloc(0)) as ServedRows["small"], releases };
    return { rows, at: new Date(at) };
  }
}

async function packed(value: object): Promise<Buffer> {
  return pack(Buffer.from(JSON.stringify(value)), { level: constants.Z_BEST_SPEED });
}

function unpacked(piece: Buffer): unknown {
  return JSON.parse(gunzipSync(piece).toString());
}

async function codeOf(pieces: readonly Buffer[], key: Buffer): Promise<Buffer> {
  const code = createHmac("sha256", key);
  let since = 0;
  for (const piece of pieces) {
    code.update(piece);
    since += piece.length;
    if (since < atOnce) continue;
    since = 0;
    await setImmediate();
  }
  return code.digest();
}

/** @throws UnusableSnapshot */
function authenticContents(sealed: Buffer, key: Buffer): Contents {
  if (sealed.length < contentsAt) throw new UnusableSnapshot("truncated", "it is cut off at its beginning");
  if (!sealed.subarray(0, magic.length).equals(magic)) {
    throw new UnusableSnapshot("unreadable", "it is no snapshot");
  }
  const format = sealed.readUInt32BE(magic.length);
  if (format !== snapshotFormat) {
    throw new UnusableSnapshot("other format", `it is of format ${format}, not ${snapshotFormat}`);
  }
  const announced = sealed.readBigUInt64BE(lengthAt);
  if (BigInt(sealed.length) < announced) {
    throw new UnusableSnapshot("truncated", `it has ${sealed.length} of ${announced} bytes`);
  }
  const code = createHmac("sha256", key)
    .update(sealed.subarray(0, codeAt))
    .update(sealed.subarray(contentsAt))
    .digest();
  if (!timingSafeEqual(code, sealed.subarray(codeAt, contentsAt))) {
    throw new UnusableSnapshot("not authentic", "it was altered, or sealed with another AUS_SECRET");
  }
  return JSON.parse(sealed.toString("utf8", contentsAt, sealed.indexOf("\n", contentsAt))) as Contents;
}

/** What was served last; the revision of its shut-offs, where that is a later one. */
export type Mark = Head & { readonly shutOffs?: number };

export function markOf(rows: ServedRows): Mark {
  return { ...rows.head, ...(rows.shutOffsAt && { shutOffs: rows.shutOffsAt.revision }) };
}

/** Whether rows are older than what was served, or their shut-offs are. */
export function isOlder(rows: ServedRows, { revision, shutOffs = revision }: Mark): boolean {
  return rows.head.revision < revision || shutOffsHead(rows).revision < shutOffs;
}

/** Says which revision was served last, so that an older snapshot is recognised. */
export function sealMark({ revision, hash, shutOffs }: Mark, key: Buffer): string {
  const text = JSON.stringify({ revision, hash, shutOffs });
  return `${text}\n${codeOfMark(text, key)}\n`;
}

/** @throws UnusableSnapshot */
export function openMark(sealed: string, key: Buffer): Mark {
  const [text = "", code = ""] = sealed.split("\n");
  const right = Buffer.from(codeOfMark(text, key));
  const given = Buffer.from(code);
  if (right.length !== given.length || !timingSafeEqual(right, given)) {
    throw new UnusableSnapshot("not authentic", "it was altered, or sealed with another AUS_SECRET");
  }
  return JSON.parse(text) as Mark;
}

function codeOfMark(text: string, key: Buffer): string {
  return createHmac("sha256", key).update(`mark\n${text}`).digest("hex");
}
