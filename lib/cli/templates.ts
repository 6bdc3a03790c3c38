import type { Command } from "commander";

import { parameterTexts, type ParameterName } from "@/lib/push/parameters";
import type { ShownPlan } from "@/lib/push/shown-plan";

import { timedOptions, type TimedOptions } from "./change-options";
import { submitChangeSet } from "./change-set";
import { connect, type Client } from "./client";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readPercentage } from "./numbers";
import { printJson, table } from "./output";
import { plannedChange } from "./planned";
import type { CommandGroups } from "./registration";

type Shown = {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly parameters: readonly {
    readonly name: ParameterName;
    readonly isRequired: boolean;
    readonly label: string;
    readonly help: string;
  }[];
};

/** `aus templates …` */
export function registerTemplates({ io, program, run }: CommandGroups): void {
  const templates = program.command("templates").description("usual tasks, filled in");
  templates
    .command("list")
    .description("what there are")
    .option("--json", "print the result as JSON")
    .action(run((options: { json?: true }) => list(io, options)));
  templates
    .command("show")
    .description("what a template does, and what it has to be told")
    .argument("<template>", "its name")
    .option("--json", "print the result as JSON")
    .action(run((name: string, options: { json?: true }) => show(io, name, options)));
  const apply = templates
    .command("apply")
    .description("do a usual task: its change set is shown, then made")
    .argument("<template>", "its name");
  timedOptions(withParameters(apply)).action(
    run((name: string, options: TimedOptions & Given) => applyTemplate(io, name, options)),
  );
}

type Given = Partial<Record<ParameterName, string>>;

const names = Object.keys(parameterTexts) as ParameterName[];

/** `osVersion` → `--os-version` */
function flagOf(name: ParameterName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function withParameters(command: Command): Command {
  for (const name of names) {
    const { label, help } = parameterTexts[name];
    command.option(`${flagOf(name)} <value>`, `${label.toLowerCase()}: ${help}`);
  }
  return command;
}

async function readTemplates(client: Client): Promise<readonly Shown[]> {
  return (await client.get<{ templates: Shown[] }>("templates")).body.templates;
}

async function list(io: Io, { json }: { json?: true }): Promise<ExitStatus> {
  const templates = await readTemplates(connect(io));
  if (json) printJson(io, { templates });
  else {
    io.print(
      table(
        io,
        ["name", "what it is for"],
        templates.map(({ name, note }) => [name, note]),
      ),
    );
  }
  return exitStatus.done;
}

async function show(io: Io, name: string, { json }: { json?: true }): Promise<ExitStatus> {
  const template = (await readTemplates(connect(io))).find((one) => one.name === name);
  if (!template) throw new Failure(`There is no template "${name}". \`aus templates list\` shows them.`);
  if (json) {
    printJson(io, template);
    return exitStatus.done;
  }
  const rows = template.parameters.map((parameter) => [
    flagOf(parameter.name),
    parameter.isRequired ? "yes" : "no",
    `${parameter.label}: ${parameter.help}`,
  ]);
  io.print(`${template.title}: ${template.note}\n${table(io, ["option", "needed", "what"], rows)}`);
  return exitStatus.done;
}

async function applyTemplate(io: Io, name: string, options: TimedOptions & Given): Promise<ExitStatus> {
  const client = connect(io);
  const { body } = await client.send<ShownPlan>(
    "POST",
    `templates/${encodeURIComponent(name)}`,
    readGiven(options),
  );
  return submitChangeSet(
    io,
    client,
    plannedChange(body, { question: "Make this change?", about: { template: name } }),
    options,
  );
}

function readGiven(options: Given): Partial<Record<ParameterName, string | number>> {
  return Object.fromEntries(
    names.flatMap((name): [string, string | number][] => {
      const text = options[name];
      if (text === undefined) return [];
      if (name === "rate") return [[name, readPercentage(text, "--rate")]];
      return [[name, name === "priority" && /^\d+$/.test(text) ? Number(text) : text]];
    }),
  );
}
