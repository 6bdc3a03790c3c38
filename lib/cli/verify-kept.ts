import fs from "node:fs";

import type { Kept } from "@/lib/verify/verify";

import { Failure } from "./failure";
import { readTextFile } from "./files";

type Found = NonNullable<ReturnType<Kept["find"]>>;

/**
 * What a verification has found out, a line each, so that it can go on after it broke off. Answers that did not come
 * are asked for again.
 *
 * @throws Failure when the file is something else
 */
export function keepIn(file: string): Kept {
  const known = new Map<string, Found>();
  for (const line of fs.existsSync(file) ? readTextFile(file).split("\n") : []) {
    const found = readLine(line, file);
    if (found) known.set(found.key, found.found);
  }
  const noted = new Set(known.keys());
  return {
    find: (key) => known.get(key),
    note: (key, found) => {
      if (noted.has(key) || found.faults.some(({ cause }) => cause === "no answer")) return;
      noted.add(key);
      append(file, `${JSON.stringify({ key, found })}\n`);
    },
  };
}

function readLine(line: string, file: string): { key: string; found: Found } | null {
  if (line.trim() === "") return null;
  try {
    const read = JSON.parse(line) as { key?: unknown; found?: { faults?: unknown } };
    if (typeof read.key === "string" && Array.isArray(read.found?.faults)) {
      return read as { key: string; found: Found };
    }
  } catch {
    // The line that was being written when the command broke off.
    if (line.startsWith('{"key":')) return null;
  }
  throw new Failure(`${file} is not what \`aus verify --resume\` keeps: give another file, or a new one`);
}

function append(file: string, line: string): void {
  try {
    fs.appendFileSync(file, line);
  } catch (error) {
    throw new Failure(`${file} cannot be written: ${(error as Error).message}`);
  }
}
