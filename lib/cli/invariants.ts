import { Option, type Command } from "commander";

import type { Broken, Checked, CheckedInvariant } from "@/lib/analysis/invariants";
import { invariantSchema, type Invariant } from "@/lib/invariants/invariant";

import { changeOfRow } from "./access-change";
import { timedOptions, type TimedOptions } from "./change-options";
import { submitChangeSet, type ChangeSet } from "./change-set";
import { connect, type Client } from "./client";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson, table } from "./output";
import type { CommandGroups } from "./registration";

type SetOptions = TimedOptions & { warn?: true; block?: true; off?: true; on?: true; comment?: string };
type CheckOptions = { json?: true; changeSet?: string };

/** `aus invariants …` */
export function registerInvariants({ io, program, run }: CommandGroups): void {
  const invariants = program.command("invariants").description("say what has to hold whatever changes");
  checkOptions(
    invariants.command("list").description("what has to hold, and whether it does; exit status 1 where not"),
  ).action(run((options: CheckOptions) => list(io, options)));
  checkOptions(
    invariants
      .command("check")
      .description("for which clients a statement does not hold, without keeping it")
      .argument("<statement>", 'e.g. "every Firefox client on release reaches 130.0.1"'),
  ).action(run((statement: string, options: CheckOptions) => check(io, statement, options)));
  setOptions(
    invariants
      .command("set")
      .description("make or change an invariant")
      .argument("<name>")
      .argument("[statement]"),
  ).action(
    run((name: string, statement: string | undefined, options: SetOptions) =>
      set(io, name, statement, options),
    ),
  );
  timedOptions(invariants.command("delete").description("delete an invariant").argument("<name>")).action(
    run((name: string, options: TimedOptions) => remove(io, name, options)),
  );
}

function checkOptions(command: Command): Command {
  return command
    .option("--change-set <id>", "as it would be after a change set")
    .option("--json", "print the result as JSON");
}

function setOptions(command: Command): Command {
  command
    .addOption(new Option("--warn", "a change that breaks it is warned of").conflicts("block"))
    .option("--block", "a change that breaks it needs a reason to be enacted all the same")
    .addOption(new Option("--off", "do not check it").conflicts("on"))
    .option("--on", "check it")
    .option("--comment <text>", "what it is for");
  return timedOptions(command);
}

async function list(io: Io, { json, changeSet }: CheckOptions): Promise<ExitStatus> {
  const found = await readInvariants(connect(io), changeSet);
  if (json) printJson(io, { invariants: found });
  else if (found.length === 0) io.print("No invariant.");
  else io.print(table(io, ["name", "holds", "enforcement", "statement"], found.map(rowOf)));
  return statusOf(found.every(({ broken }) => broken.length === 0));
}

function rowOf({ name, states, broken, enforcement, statement }: CheckedInvariant): string[] {
  const no = `no: ${count(broken.length, "group")} of clients`;
  const holds = states === null ? "off" : broken.length > 0 ? no : states === 0 ? "about nobody" : "yes";
  return [name, holds, enforcement, statement];
}

async function check(io: Io, statement: string, { json, changeSet }: CheckOptions): Promise<ExitStatus> {
  const body = { statement, changeSet: changeSet === undefined ? null : Number(changeSet) };
  const { states, broken } = (await connect(io).send<Checked>("POST", "invariants/check", body)).body;
  if (json) printJson(io, { states, broken });
  else if (broken.length === 0) io.print(`Holds for ${count(states, "client state")}.`);
  else {
    io.print(
      table(io, ["channel", "has", "build target", "locales", "what they get"], broken.map(clientsOf)),
    );
  }
  return statusOf(broken.length === 0);
}

function clientsOf({ channel, release, buildTarget, locales, detail }: Broken): string[] {
  const more = locales.length > 5 ? ` and ${String(locales.length - 5)} more` : "";
  return [channel, release, buildTarget, locales.slice(0, 5).join(",") + more, detail];
}

/** @throws Failure when nothing is to be set */
function fieldsOf(statement: string | undefined, options: SetOptions): Partial<Invariant> {
  const { warn, block, off, on, comment } = options;
  const fields: Partial<Invariant> = {
    ...(statement !== undefined && { statement }),
    ...((warn ?? block) && { enforcement: warn ? "warns" : "blocks" }),
    ...((off ?? on) && { enabled: on === true }),
    ...(comment !== undefined && { comment }),
  };
  if (Object.keys(fields).length > 0) return fields;
  throw misuse("Say what has to hold, or what is to be set.");
}

async function set(
  io: Io,
  name: string,
  statement: string | undefined,
  options: SetOptions,
): Promise<ExitStatus> {
  const fields = fieldsOf(statement, options);
  const client = connect(io);
  const found = (await readInvariants(client)).find((one) => one.name === name);
  return submitChangeSet(io, client, found ? update(found, fields) : creation(name, fields), options);
}

function update(found: CheckedInvariant, fields: Partial<Invariant>): ChangeSet {
  const { name, rowVersion } = found;
  return changeOfRow(
    `invariant ${name}`,
    { entity: "invariant", action: "update", key: { name }, rowVersion, fields },
    { before: found, question: `Change invariant ${name}?` },
  );
}

function creation(name: string, fields: Partial<Invariant>): ChangeSet {
  const parsed = invariantSchema.safeParse({ name, ...fields });
  if (!parsed.success) throw misuse(parsed.error.issues[0]?.message ?? "This is no invariant.");
  return changeOfRow(
    `invariant ${name}`,
    { entity: "invariant", action: "create", value: parsed.data },
    { question: `Add invariant ${name}?` },
  );
}

async function remove(io: Io, name: string, options: TimedOptions): Promise<ExitStatus> {
  const client = connect(io);
  const found = (await readInvariants(client)).find((one) => one.name === name);
  if (!found) throw new Failure(`There is no invariant ${name}. \`aus invariants list\` shows them.`);
  const { rowVersion } = found;
  const operation = { entity: "invariant", action: "delete", key: { name }, rowVersion } as const;
  const change = changeOfRow(`invariant ${name}`, operation, { question: `Delete invariant ${name}?` });
  return submitChangeSet(io, client, change, options);
}

async function readInvariants(client: Client, changeSet?: string): Promise<readonly CheckedInvariant[]> {
  const query = changeSet === undefined ? "" : `?changeSet=${encodeURIComponent(changeSet)}`;
  const { body } = await client.get<{ invariants: CheckedInvariant[] }>(`invariants${query}`);
  return body.invariants;
}

const statusOf = (holds: boolean) => (holds ? exitStatus.done : exitStatus.failed);
