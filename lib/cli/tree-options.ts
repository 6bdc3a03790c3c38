import type { Command } from "commander";

import { addBranch } from "./snippet-files";

/** A snippet tree as the argument of a command, with how it is read. */
export function treeArgument(command: Command): Command {
  return treeOptions(
    command.argument(
      "<dir>",
      "the directory that holds <product>/<version>/<buildTarget>/<buildID>/<locale>/<channel>/",
    ),
  );
}

/** How a snippet tree is read. */
export function treeOptions(command: Command): Command {
  return command
    .option("--skip-invalid", "go on without what is malformed, and list it")
    .option("--channel <name>", "the channel of snippets that are filed without one", "nightly")
    .option(
      "--branch <name=version>",
      "the version that clients of a branch ask with; repeatable",
      addBranch,
      {},
    );
}
