import fs from "node:fs";
import path from "node:path";

import type { BalrogFile } from "@/lib/balrog/import";

import { Failure } from "./failure";
import { readJsonFile, reasonOf } from "./files";

/** Reads one JSON file, or all of a directory and those below it. @throws Failure that names the file and what to do */
export function readBalrogFiles(given: string): BalrogFile[] {
  const files = isDirectory(given) ? jsonFilesBelow(given) : [given];
  if (files.length === 0) {
    throw new Failure(`${given} holds no .json file. Give a file or directory of Balrog's data.`);
  }
  return files.map((file) => ({ file, document: readJsonFile(file) }));
}

function isDirectory(given: string): boolean {
  try {
    return fs.statSync(given).isDirectory();
  } catch (error) {
    throw new Failure(`${given} cannot be read: ${reasonOf(error)}`);
  }
}

function jsonFilesBelow(directory: string): string[] {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
