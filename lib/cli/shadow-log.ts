import fs from "node:fs";
import { createGunzip } from "node:zlib";

import { Failure } from "./failure";
import { reasonOf } from "./files";
import type { Io } from "./io";

export type LogLine = { readonly text: string; readonly file: string; readonly line: number };

/** Longer lines are cut: no request line is as long. */
const longestLine = 65_536;
const pollMs = 500;

/** The bytes of all logs together, for progress. @throws Failure that names the file which can't be read */
export function sizeOfLogs(files: readonly string[]): number {
  return files.filter((file) => file !== "-").reduce((sum, file) => sum + statOf(file).size, 0);
}

function statOf(file: string): fs.Stats {
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory()) {
      throw new Failure(`${file} cannot be read: it is a directory. Give the log files in it.`);
    }
    return stat;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${file} cannot be read: ${reasonOf(error)}`);
  }
}

/** The lines of logs, plain or gzipped, one character a byte. @param told how many bytes were read, as they are */
export async function* readLogs(
  files: readonly string[],
  told: (bytes: number) => void,
): AsyncGenerator<LogLine, void> {
  for (const file of files) {
    try {
      yield* readLog(file, told);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(`${file} cannot be read: ${reasonOf(error)}`);
    }
  }
}

async function* readLog(file: string, told: (bytes: number) => void): AsyncGenerator<LogLine, void> {
  if (file === "-") return yield* linesOf(file, process.stdin as AsyncIterable<Buffer>);
  const raw = fs.createReadStream(file);
  const unpacked = isGzip(file) ? raw.pipe(createGunzip()) : raw;
  if (unpacked !== raw) raw.on("error", (error) => unpacked.destroy(error));
  let before = 0;
  try {
    for await (const line of linesOf(file, unpacked as AsyncIterable<Buffer>)) {
      told(raw.bytesRead - before);
      before = raw.bytesRead;
      yield line;
    }
  } finally {
    raw.destroy();
  }
}

function isGzip(file: string): boolean {
  const handle = fs.openSync(file, "r");
  try {
    const head = Buffer.alloc(2);
    fs.readSync(handle, head, 0, 2, 0);
    return head[0] === 0x1f && head[1] === 0x8b;
  } finally {
    fs.closeSync(handle);
  }
}

async function* linesOf(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<LogLine, void> {
  const splitter = new Splitter(file);
  for await (const chunk of chunks) yield* splitter.split(chunk);
  yield* splitter.end();
}

/** Cuts what arrives in pieces into lines. */
class Splitter {
  #rest = "";
  #line = 0;

  constructor(readonly file: string) {}

  *split(chunk: Buffer): Generator<LogLine, void> {
    const parts = (this.#rest + chunk.toString("latin1")).split("\n");
    this.#rest = (parts.pop() ?? "").slice(0, longestLine);
    for (const part of parts) yield this.#next(part);
  }

  *end(): Generator<LogLine, void> {
    if (this.#rest !== "") yield this.#next(this.#rest);
  }

  #next(text: string): LogLine {
    this.#line += 1;
    return { text: text.slice(0, longestLine), file: this.file, line: this.#line };
  }
}

/** The lines that are written to a log from now on, also when it is rotated, until that is over. */
export async function* followLog(io: Io, file: string, isOver: () => boolean): AsyncGenerator<LogLine, void> {
  const splitter = new Splitter(file);
  let { ino, size: at } = statOf(file);
  while (!isOver()) {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    // Between the two steps of a rotation there is no such file.
    if (stat && (stat.ino !== ino || stat.size < at)) [ino, at] = [stat.ino, 0];
    const chunk = stat && stat.size > at ? readFrom(file, at, stat.size) : null;
    if (chunk === null) {
      await io.pause(pollMs);
      continue;
    }
    at += chunk.length;
    yield* splitter.split(chunk);
  }
}

const mostAtOnce = 1_048_576;

function readFrom(file: string, at: number, size: number): Buffer {
  const handle = fs.openSync(file, "r");
  try {
    const chunk = Buffer.alloc(Math.min(size - at, mostAtOnce));
    return chunk.subarray(0, fs.readSync(handle, chunk, 0, chunk.length, at));
  } finally {
    fs.closeSync(handle);
  }
}
