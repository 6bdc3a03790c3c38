import path from "node:path";

import type { Fault } from "@/lib/submissions/assemble";
import { readChecksums, type Checksum } from "@/lib/submissions/checksums";

import { readTextFile } from "./files";
import type { ListedFile, ReadFile } from "./submit-files";

export type KnownChecksum = Checksum & { /** The file that says so. */ readonly by: string };

/** What checksum files say of files, by absolute path. */
export type Checksums = {
  readonly byFile: ReadonlyMap<string, readonly KnownChecksum[]>;
  readonly algorithms: readonly string[];
  readonly faults: readonly Fault[];
};

/**
 * Reads checksum files, and finds which files they lack and which files lack them.
 *
 * @param directories where the files may lie that they name, besides beside them
 */
export function readChecksumFiles(
  given: readonly string[],
  mars: readonly ListedFile[],
  directories: readonly string[],
): Checksums {
  const faults: Fault[] = [];
  const there = new Set(mars.map(({ file }) => path.resolve(file)));
  const byFile = new Map<string, KnownChecksum[]>();
  for (const by of given) {
    const { checksums, problems } = readChecksums(readTextFile(by));
    for (const { line, what } of problems) {
      faults.push({ file: `${by}:${line}`, what: `The line ${what}`, remedy: "Correct it, or make it anew" });
    }
    // It may speak of installers and archives as well.
    for (const one of checksums.filter(({ file }) => file.toLowerCase().endsWith(".mar"))) {
      const places = [path.dirname(by), ...directories].map((base) => path.resolve(base, one.file));
      const found = places.find((place) => there.has(place));
      if (found === undefined) faults.push(missing(one, by));
      else byFile.set(found, [...(byFile.get(found) ?? []), { ...one, by }]);
    }
  }
  if (given.length > 0) faults.push(...unnamed(mars, byFile, given));
  const algorithms = new Set([...byFile.values()].flat().map(({ algorithm }) => algorithm));
  return { byFile, algorithms: [...algorithms], faults };
}

function missing({ file, line }: Checksum, by: string): Fault {
  const remedy = "Copy it here, or make the checksum file anew";
  return { file, what: `${by}:${line} names it, and it is not there`, remedy };
}

function unnamed(
  mars: readonly ListedFile[],
  byFile: Checksums["byFile"],
  given: readonly string[],
): Fault[] {
  return mars
    .filter(({ file }) => !byFile.has(path.resolve(file)))
    .map(({ file }) => ({
      file,
      what: `${given.join(" and ")} does not name it`,
      remedy: "Make the checksum file anew, or remove what is no part of the build",
    }));
}

/** Where a file is not what its checksums say. */
export function compareChecksums(file: string, read: ReadFile, { byFile }: Checksums): Fault[] {
  const remedy = "Copy it again from the build";
  return (byFile.get(path.resolve(file)) ?? []).flatMap(({ by, line, size, algorithm, hash }) => {
    if (size !== null && size !== read.size) {
      return [{ file, what: `It has ${read.size} bytes; ${by}:${line} says ${size}`, remedy }];
    }
    const own = read.hashes[algorithm] ?? "";
    if (own === hash) return [];
    return [{ file, what: `Its ${algorithm} is ${short(own)}; ${by}:${line} says ${short(hash)}`, remedy }];
  });
}

/** As much of a hash as tells it from others. */
export function short(hash: string): string {
  return hash.length > 16 ? `${hash.slice(0, 16)}…` : hash;
}
