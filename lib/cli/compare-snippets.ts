import { compareFiles, type FileComparison, type FileDifference } from "@/lib/snippets/compare";
import { demandsOf, type Demand } from "@/lib/snippets/demand";
import { parseServed, type Served } from "@/lib/snippets/served";
import { stateKey, updateUrl, type TreeState } from "@/lib/snippets/tree";

import { connect, type Client } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson, startProgress } from "./output";
import { describeProblems, mustBeValid, readSnippetDirectory } from "./snippet-files";
import type { TreeCommandOptions } from "./snippet-files";

export type CompareSnippetsOptions = TreeCommandOptions & { json?: true };

/** Requests under way at once. */
const concurrency = 16;

/** `aus compare snippets DIR` */
export async function compareSnippets(
  io: Io,
  directory: string,
  options: CompareSnippetsOptions,
): Promise<ExitStatus> {
  const tree = readSnippetDirectory(io, directory, options);
  mustBeValid(directory, tree, options);
  const client = connect(io);
  const { same, different } = await compareStates(io, client, tree.states);
  const { problems } = tree;
  if (options.json) printJson(io, { same, different: different.length, differences: different, problems });
  else {
    if (problems.length > 0) io.print(`Not compared:\n${describeProblems(directory, problems)}`);
    for (const difference of different) io.print(describe(difference));
    io.print(`${same} same, ${different.length} different`);
  }
  return different.length === 0 ? exitStatus.done : exitStatus.failed;
}

async function compareStates(
  io: Io,
  client: Client,
  states: readonly TreeState[],
): Promise<{ same: number; different: FileDifference[] }> {
  const demands = new Map(demandsOf(states).map((demand) => [stateKey(demand.state), demand]));
  const progress = startProgress(io, states.length, "Asking");
  const found: FileComparison[] = [];
  const queue = states.entries();
  const work = async () => {
    for (const [index, entry] of queue) {
      found[index] = await compareState(client, entry, demands);
      progress.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    progress.stop();
  }
  return {
    same: found.reduce((sum, { same }) => sum + same, 0),
    different: found.flatMap(({ different }) => different),
  };
}

async function compareState(
  client: Client,
  entry: TreeState,
  demands: ReadonlyMap<string, Demand>,
): Promise<FileComparison> {
  const demand = demands.get(stateKey(entry.state));
  if (!demand) throw new Error(`No demand was made for ${stateKey(entry.state)}`);
  const { status, body } = await client.ask(updateUrl(entry.state));
  const served: Served =
    status === 200 ? parseServed(body) : { kind: "other", says: `HTTP status ${status}` };
  return compareFiles(entry, demand, served);
}

function describe({ path, state, expected, got }: FileDifference): string {
  return `${path}\n  state     ${state}\n  expected  ${expected}\n  got       ${got}`;
}
