import fs from "node:fs";
import { pipeline } from "node:stream/promises";

import { Failure } from "./failure";

/** @throws Failure that names the file and what to do */
export function readJsonFile(file: string): unknown {
  const text = readTextFile(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Failure(`${file} is not JSON${position(text, error as Error)}: ${(error as Error).message}`);
  }
}

/** @throws Failure that names the file and what to do */
export function readTextFile(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${reasonOf(error)}`);
  }
}

/** @throws Failure that names the directory and what to do */
export function makeDirectory(directory: string): void {
  try {
    fs.mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new Failure(`${directory} cannot be made: ${reasonOf(error)}`);
  }
}

/** Writes a file whole or not at all. @throws Failure that names the file and what to do */
export function writeTextFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`;
  try {
    fs.writeFileSync(draft, text);
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}`);
  }
}

/** As `writeTextFile`, line by line, however many there are. */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  try {
    // Open before anything can go wrong: a stream that opens its file by itself could leave one behind.
    const handle = await fs.promises.open(draft, "w");
    await pipeline(lines, ended, handle.createWriteStream());
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}`);
  }
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  for await (const line of lines) yield `${line}\n`;
}

const reasons: Partial<Record<string, string>> = {
  ENOENT: "there is no such file or directory",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is not a directory",
};

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}

/** JSON.parse tells how many characters in; people want a line. */
function position(text: string, error: Error): string {
  const at = /at position (\d+)/.exec(error.message)?.[1];
  return at === undefined ? "" : ` (line ${text.slice(0, Number(at)).split("\n").length})`;
}
