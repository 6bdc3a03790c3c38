import { changeOptions } from "./change-options";
import { compareSnippets, type CompareSnippetsOptions } from "./compare-snippets";
import { importSnippets, type ImportSnippetsOptions } from "./import-snippets";
import type { CommandGroups } from "./registration";
import { treeArgument } from "./tree-options";

/** `aus import snippets DIR` and `aus compare snippets DIR`. */
export function registerSnippets({ io, importing, comparing, run }: CommandGroups): void {
  const importCommand = treeArgument(
    importing
      .command("snippets")
      .description("derive releases and the fewest rules from an AUS2 snippet tree"),
  );
  changeOptions(importCommand).action(
    run((directory: string, options: ImportSnippetsOptions) => importSnippets(io, directory, options)),
  );
  treeArgument(
    comparing
      .command("snippets")
      .description("ask the service for every client state of an AUS2 snippet tree"),
  )
    .option("--json", "print the result as JSON")
    .action(
      run((directory: string, options: CompareSnippetsOptions) => compareSnippets(io, directory, options)),
    );
}
