import fs from "node:fs";
import path from "node:path";

import { readTree, type SnippetTree, type TreeOptions, type TreeProblem } from "@/lib/snippets/tree";

import { Failure, misuse } from "./failure";
import { reasonOf, readTextFile } from "./files";
import type { Io } from "./io";
import { count, startProgress } from "./output";

export type TreeCommandOptions = {
  channel: string;
  branch?: Readonly<Record<string, string>>;
  skipInvalid?: true;
};

/** Reads the snippet tree below a directory. @throws Failure when there is none */
export function readSnippetDirectory(io: Io, directory: string, options: TreeCommandOptions): SnippetTree {
  const paths = listFiles(directory);
  if (paths.length === 0) {
    throw new Failure(`${directory} holds no files: give the directory of a snippet tree.`);
  }
  const progress = startProgress(io, paths.length, "Reading");
  const files = paths.map((at) => {
    progress.advance();
    // Anything else is reported by its name, whatever it holds.
    const isSnippet = at.endsWith(".txt");
    return { path: at, text: isSnippet ? readTextFile(path.join(directory, ...at.split("/"))) : "" };
  });
  progress.stop();
  return readTree(files, treeOptions(options));
}

function treeOptions({ channel, branch }: TreeCommandOptions): TreeOptions {
  return { nightlyChannel: channel, branchVersions: branch ?? {} };
}

function listFiles(directory: string): string[] {
  try {
    return fs
      .readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
      .map((at) => at.split(path.sep).join("/"));
  } catch (error) {
    throw new Failure(`${directory} cannot be read: ${reasonOf(error)}`);
  }
}

/** `--branch NAME=VERSION`, which may be given several times. */
export function addBranch(
  text: string,
  known: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, branch, version] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (branch === undefined || version === undefined) {
    throw misuse(`--branch ${text}: write --branch NAME=VERSION, e.g. --branch mozilla-1.9.2=3.6.13`);
  }
  return { ...known, [branch]: version };
}

const shown = 50;

/** Problems as `DIR/path:line: what is wrong and what to do`, for people. */
export function describeProblems(directory: string, problems: readonly TreeProblem[]): string {
  const lines = problems.slice(0, shown).map(({ path: at, line, message }) => {
    return `  ${path.join(directory, at)}${line === null ? "" : `:${line}`}: ${message}`;
  });
  if (problems.length > shown) lines.push(`  … and ${count(problems.length - shown, "more problem")}`);
  return lines.join("\n");
}

/** @throws Failure that lists every problem of a tree, unless they are to be skipped */
export function mustBeValid(
  directory: string,
  { problems }: SnippetTree,
  { skipInvalid }: TreeCommandOptions,
): void {
  if (problems.length === 0 || skipInvalid) return;
  throw new Failure(
    [
      `${directory} has ${count(problems.length, "problem")}:`,
      describeProblems(directory, problems),
      "Nothing was done. Mend the files, or go on without them by --skip-invalid.",
    ].join("\n"),
    undefined,
    { problems },
  );
}
