import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { describeMarFinding, readMar, type Mar, type RandomAccess } from "@/lib/mar/mar";
import type { Fault } from "@/lib/submissions/assemble";
import { checksumFileName } from "@/lib/submissions/checksums";

import { Failure } from "./failure";
import { reasonOf } from "./files";

/** A file as it lies on the disk. */
export type ListedFile = {
  /** By which it is read, and called in messages. */
  readonly file: string;
  /** Below the directory that was given, with '/'. */
  readonly path: string;
};

export type Listed = {
  readonly mars: readonly ListedFile[];
  readonly documents: readonly string[];
  readonly checksumFiles: readonly string[];
};

/** What there is to submit in files and directories. @throws Failure that names what cannot be read */
export function listGiven(given: readonly string[]): Listed {
  const files = given.flatMap((one) =>
    isDirectory(one) ? filesBelow(one) : [{ file: one, path: path.basename(one) }],
  );
  const ending = (end: string) => files.filter(({ file }) => file.toLowerCase().endsWith(end));
  const mars = ending(".mar");
  // A directory of builds holds other documents as well; those that are named are meant.
  const named = new Set(given);
  const documents = ending(".json").filter(({ file }) => mars.length === 0 || named.has(file));
  const checksumFiles = files.filter(({ file }) => checksumFileName.test(path.basename(file)));
  const stray = given.find(
    (one) => !isDirectory(one) && !/\.(mar|json)$/i.test(one) && !checksumFileName.test(path.basename(one)),
  );
  if (stray !== undefined) throw new Failure(`${stray} is neither a .mar, a .json nor a checksum file.`);
  if (mars.length + documents.length === 0) {
    throw new Failure(`${given.join(", ")}: there is no .mar file here, and no .json file of a build.`);
  }
  return {
    mars,
    documents: documents.map(({ file }) => file),
    checksumFiles: checksumFiles.map(({ file }) => file),
  };
}

function isDirectory(given: string): boolean {
  try {
    return fs.statSync(given).isDirectory();
  } catch (error) {
    throw new Failure(`${given} cannot be read: ${reasonOf(error)}. Nothing was submitted.`);
  }
}

function filesBelow(directory: string): ListedFile[] {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ file, path: path.relative(directory, file).split(path.sep).join("/") }));
}

export type ReadFile = {
  /** In bytes. */
  readonly size: number;
  /** Hex digits, by algorithm. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly mar: Mar;
};

/**
 * Reads a file to its end, for its hashes, and what it says of itself.
 * @returns what is wrong with it where it is no whole MAR
 */
export async function readFile(file: string, algorithms: readonly string[]): Promise<ReadFile | Fault> {
  let handle: fs.promises.FileHandle | null = null;
  try {
    handle = await fs.promises.open(file);
    const { size } = await handle.stat();
    const read = await readMar(file, sourceOf(handle, size));
    if (read.kind === "broken") {
      const { finding } = read;
      const remedy = "Copy it again, or remove what is no MAR";
      return { file, what: describeMarFinding({ ...finding, file: "It is no whole MAR" }), remedy };
    }
    const hashed = await hashFile(handle, algorithms);
    if (hashed.size === size) return { size, hashes: hashed.hashes, mar: read.mar };
    const what = `It had ${size} bytes and then ${hashed.size}: something still writes to it`;
    return { file, what, remedy: "Submit when the build is complete" };
  } catch (error) {
    return { file, what: `It cannot be read: ${reasonOf(error)}`, remedy: "Make it readable" };
  } finally {
    await handle?.close();
  }
}

export function isFault(read: ReadFile | Fault): read is Fault {
  return "what" in read;
}

function sourceOf(handle: fs.promises.FileHandle, size: number): RandomAccess {
  return {
    size,
    read: async (offset, length) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await handle.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    },
  };
}

async function hashFile(handle: fs.promises.FileHandle, algorithms: readonly string[]) {
  const hashes = algorithms.map((name) => [name, createHash(name)] as const);
  let size = 0;
  const stream = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 * 1024 });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    for (const [, hash] of hashes) hash.update(chunk);
  }
  return { size, hashes: Object.fromEntries(hashes.map(([name, hash]) => [name, hash.digest("hex")])) };
}
