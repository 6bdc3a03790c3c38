import type { Build, Patch } from "./release";

/** The hash in base64 without padding; the last is the URL. "complete" from "*", "partial" from anything else. */
export type PackedPatch =
  | readonly [from: string, size: number, hash: string]
  | readonly [from: string, size: number, hash: string, url: string];

/** As the database has it: packed, unless there is more to it, or a former program wrote it. */
export type StoredPatch = PackedPatch | Patch;

export function packPatch(patch: Patch): StoredPatch {
  const { type, from, size, hashValue, hashFunction, url, attributes } = patch;
  const isUsual = (type === "complete") === (from === "*") && hashFunction === null;
  if (!isUsual || !/^(?:[0-9a-f]{2})*$/.test(hashValue) || Object.keys(attributes).length > 0) return patch;
  const hash = toBase64(Buffer.from(hashValue, "hex"));
  return url === null ? [from, size, hash] : [from, size, hash, url];
}

/**
 * What `packPatch` packed, its fields in the order of canonical JSON; anything else as it is. So does "unpack_patches" in the
 * database, at a tenth of the speed.
 */
export function unpackPatch(stored: StoredPatch): Patch {
  if (!isPacked(stored)) return stored;
  const [from, size, hash, url = null] = stored;
  const bytes = Buffer.from(hash, "base64");
  if (toBase64(bytes) !== hash) return stored as unknown as Patch;
  const type = from === "*" ? "complete" : "partial";
  return { attributes: {}, from, hashFunction: null, hashValue: bytes.toString("hex"), size, type, url };
}

function toBase64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

/** Whoever alters the database may write anything. */
function isPacked(stored: unknown): stored is PackedPatch {
  if (!Array.isArray(stored) || stored.length < 3 || stored.length > 4) return false;
  const [from, size, hash, url = ""] = stored as unknown[];
  return [from, hash, url].every((text) => typeof text === "string") && typeof size === "number";
}

/** As it is written, in its table and in the record. */
export function packBuild<B extends Pick<Build, "patches">>(build: B) {
  return { ...build, patches: build.patches.map(packPatch) };
}

export function unpackBuild<B extends Pick<Build, "patches">>(stored: B): B {
  return { ...stored, patches: stored.patches.map(unpackPatch) };
}

/** The canonical JSON of a build, as it is meant; as it stands where it is not packed as the program packs. */
export function unpackBuildText(text: string): string {
  if (!/[[,]\["/.test(text)) return text;
  const row = JSON.parse(text) as Partial<Build> | null;
  if (!Array.isArray(row?.patches) || JSON.stringify(row) !== text) return text;
  return JSON.stringify(unpackBuild(row as Build));
}
