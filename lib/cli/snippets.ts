import type { Command } from "commander";

import { compareSnippets, type CompareSnippetsOptions } from "./compare-snippets";
import { importSnippets, type ImportSnippetsOptions } from "./import-snippets";
import type { CommandGroups } from "./registration";
import { addBranch } from "./snippet-files";
import { changeOptions } from "./change-options";

/** `aus import snippets DIR` and `aus compare snippets DIR`. */
export function registerSnippets({ io, importing, comparing, run }: CommandGroups): void {
  const importCommand = treeOptions(
    importing
      .command("snippets")
      .description("derive releases and the fewest rules from an AUS2 snippet tree"),
  );
  changeOptions(importCommand).action(
    run((directory: string, options: ImportSnippetsOptions) => importSnippets(io, directory, options)),
  );
  treeOptions(
    comparing
      .command("snippets")
      .description("ask the service for every client state of an AUS2 snippet tree"),
  )
    .option("--json", "print the result as JSON")
    .action(
      run((directory: string, options: CompareSnippetsOptions) => compareSnippets(io, directory, options)),
    );
}

function treeOptions(command: Command): Command {
  return command
    .argument(
      "<dir>",
      "the directory that holds <product>/<version>/<buildTarget>/<buildID>/<locale>/<channel>/",
    )
    .option("--skip-invalid", "go on without what is malformed, and list it")
    .option("--channel <name>", "the channel of snippets that are filed without one", "nightly")
    .option(
      "--branch <name=version>",
      "the version that clients of a branch ask with; repeatable",
      addBranch,
      {},
    );
}
