import type { Command } from "commander";

/** A command and what may follow it. */
export type Node = {
  /** "aus rules set" */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly {
    /** "--channel" */
    readonly name: string;
    readonly description: string;
    readonly takesValue: boolean;
  }[];
  /** What its first argument is one of; empty: anything. */
  readonly choices: readonly string[];
};

/** The command and all below it, it first. */
export function nodesOf(command: Command, path: string = command.name()): Node[] {
  const help = command.createHelp();
  const node: Node = {
    path,
    commands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
    options: help.visibleOptions(command).flatMap(({ long, description, required }) => {
      return long ? [{ name: long, description, takesValue: required }] : [];
    }),
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
  return [node, ...command.commands.flatMap((one) => nodesOf(one, `${path} ${one.name()}`))];
}
