import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { ruleSentence } from "@/lib/rules/sentence";
import { derivePlan, type SnippetPlan } from "@/lib/snippets/derive";
import type { StateDifference } from "@/lib/snippets/prove";
import { stateKey, type SnippetTree, type TreeState } from "@/lib/snippets/tree";

import { enact } from "./change";
import { connect } from "./client";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson } from "./output";
import { releaseNames } from "./release-names";
import { describeProblems, mustBeValid, readSnippetDirectory } from "./snippet-files";
import type { TreeCommandOptions } from "./snippet-files";
import type { ChangeOptions } from "./change-options";

export type ImportSnippetsOptions = ChangeOptions & TreeCommandOptions;

/** `aus import snippets DIR` */
export async function importSnippets(
  io: Io,
  directory: string,
  options: ImportSnippetsOptions,
): Promise<ExitStatus> {
  const tree = readSnippetDirectory(io, directory, options);
  mustBeValid(directory, tree, options);
  const client = connect(io);
  const existing = configurationSchema.parse((await client.get("configuration")).body);
  const derived = derive(directory, tree.states, existing, options);
  const left = leftOut(directory, tree, derived.impossible);
  if (!options.json && left.length > 0) io.print(`Left out:\n${left.join("\n")}\n`);
  const about = { files: tree.fileCount, states: derived.states.length, leftOut: left };
  if (!derived.plan) {
    if (options.json) printJson(io, { ...about, rules: [], releases: [], revision: null, counts: {} });
    else io.print(`Nothing to change: the service answers ${count(tree.fileCount, "file")} as they say.`);
    return exitStatus.done;
  }
  if (!options.json) io.print(describePlan(tree, derived.plan));
  return enact(
    io,
    client,
    {
      configuration: derived.plan.changes,
      mode: "merge",
      reason: `Import of the snippets in ${directory}`,
      question: "Write this plan?",
      about: { ...about, ...planAsJson(derived.plan) },
    },
    options,
  );
}

type Derived = {
  /** Null: nothing to change. */
  readonly plan: SnippetPlan | null;
  readonly states: readonly TreeState[];
  readonly impossible: readonly StateDifference[];
};

/** @throws Failure that lists the states for which there is no plan, unless they are to be skipped */
function derive(
  directory: string,
  states: readonly TreeState[],
  existing: Configuration,
  { skipInvalid }: ImportSnippetsOptions,
): Derived {
  const impossible: StateDifference[] = [];
  let left = states;
  for (;;) {
    const derived = derivePlan(left, existing);
    if (derived.kind !== "impossible") {
      return { plan: derived.kind === "plan" ? derived.plan : null, states: left, impossible };
    }
    if (!skipInvalid) throw refusal(directory, derived.differences);
    impossible.push(...derived.differences);
    const failing = new Set(derived.differences.map(({ state }) => state));
    const remaining = left.filter(({ state }) => !failing.has(stateKey(state)));
    // States that no file is filed under fail only with those that they fall back to.
    if (remaining.length === left.length) throw refusal(directory, derived.differences);
    left = remaining;
  }
}

function refusal(directory: string, differences: readonly StateDifference[]): Failure {
  return new Failure(
    [
      `${directory}: no rules and releases of this service can answer ${count(differences.length, "client state")} as AUS2 did:`,
      ...differences.slice(0, 50).map(describeState),
      ...(differences.length > 50 ? [`  … and ${count(differences.length - 50, "more state")}`] : []),
      "Nothing was written. Mend or remove these states' files, or leave them out by --skip-invalid.",
    ].join("\n"),
    undefined,
    { differences },
  );
}

function describeState({ state, expected, got, reason }: StateDifference): string {
  const why = reason === null ? "" : ` (${reason})`;
  return `  ${state}\n    expected ${expected}\n    would get ${got}${why}`;
}

function leftOut(
  directory: string,
  { problems }: SnippetTree,
  impossible: readonly StateDifference[],
): string[] {
  const files = problems.length === 0 ? [] : [describeProblems(directory, problems)];
  return [...files, ...impossible.map(describeState)];
}

function describePlan({ fileCount }: SnippetTree, { rules, releases }: SnippetPlan): string {
  const builds = releases.reduce((sum, release) => sum + release.builds.length, 0);
  const names = releaseNames(releases);
  return [
    ...releases.map((release) => `  ${release.name}: ${count(release.builds.length, "build")}`),
    ...rules.map((rule) => `  priority ${rule.priority}: ${ruleSentence(rule, names)}`),
    `${count(fileCount, "file")} → ${count(rules.length, "rule")}, ${count(releases.length, "release")}, ${count(builds, "build")}`,
    "",
  ].join("\n");
}

function planAsJson({ rules, releases }: SnippetPlan) {
  return {
    rules,
    releases: releases.map(({ name, builds }) => ({ name, builds: builds.length })),
  };
}
