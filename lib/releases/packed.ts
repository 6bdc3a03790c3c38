import type { Patch } from "./release";

/** The hash in base64 without padding; the last is the URL. "complete" from "*", "partial" from anything else. */
export type PackedPatch =
  | readonly [from: string, size: number, hash: string]
  | readonly [from: string, size: number, hash: string, url: string];

/** A patch as the database has it: packed, unless there is more to it. Its function "unpack_patches" is the way back. */
export function packPatch(patch: Patch): PackedPatch | Patch {
  const { type, from, size, hashValue, hashFunction, url, attributes } = patch;
  const isUsual = (type === "complete") === (from === "*") && hashFunction === null;
  if (!isUsual || !/^(?:[0-9a-f]{2})*$/.test(hashValue) || Object.keys(attributes).length > 0) return patch;
  const hash = Buffer.from(hashValue, "hex").toString("base64").replace(/=+$/, "");
  return url === null ? [from, size, hash] : [from, size, hash, url];
}
