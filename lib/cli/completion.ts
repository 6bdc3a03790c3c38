import { Argument } from "commander";

import { nodesOf, type Node } from "./command-tree";
import { exitStatus } from "./failure";
import type { CommandGroups } from "./registration";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/** `aus completion`, made from the commands that there are. */
export function registerCompletion({ io, program, run }: CommandGroups): void {
  program
    .command("completion")
    .description("print the completion of a shell, for its start-up file")
    .addArgument(new Argument("<shell>").choices(shells))
    .addHelpText(
      "after",
      "\nbash: source <(aus completion bash)\nzsh:  source <(aus completion zsh)\nfish: aus completion fish | source",
    )
    .action(
      run((shell: Shell) => {
        io.print(scripts[shell](nodesOf(program)).join("\n"));
        return Promise.resolve(exitStatus.done);
      }),
    );
}

type Script = (nodes: readonly Node[]) => string[];

const bash: Script = (nodes) => [
  "_aus() {",
  "  local at=aus word previous='' offers=''",
  '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
  `    case "$previous" in ${valued(nodes).join("|")}) previous=''; continue ;; esac`,
  '    previous="$word"',
  '    case "$at $word" in',
  `      ${commandPaths(nodes).map(quoted).join("|")}) at="$at $word" ;;`,
  "    esac",
  "  done",
  `  case "$previous" in ${valued(nodes).join("|")}) return ;; esac`,
  '  case "$at" in',
  ...nodes.map((node) => `    ${quoted(node.path)}) offers=${quoted(offersOf(node).join(" "))} ;;`),
  "  esac",
  '  COMPREPLY=($(compgen -W "$offers" -- "${COMP_WORDS[COMP_CWORD]}"))',
  "}",
  "complete -o default -F _aus aus",
];

const fish: Script = (nodes) => [
  "function __aus_at",
  "  set -l at aus",
  "  set -l previous ''",
  "  for word in (commandline -opc)[2..-1]",
  `    if contains -- "$previous" ${valued(nodes).join(" ")}`,
  "      set previous ''",
  "      continue",
  "    end",
  "    set previous $word",
  `    if contains -- "$at $word" ${commandPaths(nodes).map(quoted).join(" ")}`,
  '      set at "$at $word"',
  "    end",
  "  end",
  '  test "$at" = "$argv[1]"',
  "end",
  ...nodes.flatMap(({ path, commands, options, choices }) => {
    const here = `complete -c aus -n ${fishQuoted(`__aus_at '${path}'`)}`;
    return [
      ...commands.map(
        ({ name, description }) => `${here} -f -a ${fishQuoted(name)} -d ${fishQuoted(description)}`,
      ),
      ...(choices.length === 0 ? [] : [`${here} -f -a ${fishQuoted(choices.join(" "))}`]),
      ...options.map(
        ({ name, description, takesValue }) =>
          `${here} -l ${name.slice(2)} ${takesValue ? "-r " : ""}-d ${fishQuoted(description)}`,
      ),
    ];
  }),
];

const scripts: Readonly<Record<Shell, Script>> = {
  bash,
  // zsh runs the completion of bash.
  zsh: (nodes) => ["autoload -U +X bashcompinit && bashcompinit", ...bash(nodes)],
  fish,
};

/** The options that take a value, so that the word after them is no command. */
function valued(nodes: readonly Node[]): string[] {
  const found = nodes.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue));
  return [...new Set(found.map(({ name }) => name))];
}

function commandPaths(nodes: readonly Node[]): string[] {
  return nodes.slice(1).map(({ path }) => path);
}

function offersOf({ commands, choices, options }: Node): string[] {
  return [...commands.map(({ name }) => name), ...choices, ...options.map(({ name }) => name)];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
