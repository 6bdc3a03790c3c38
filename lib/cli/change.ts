import type { Command } from "commander";

import type { Client } from "./client";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson, table } from "./output";
import { ApiFailure } from "./problem";

/** The options of every command that changes the configuration. */
export type ChangeOptions = { dryRun?: true; yes?: true; json?: true; reason?: string };

export function changeOptions(command: Command): Command {
  return command
    .option("--dry-run", "say what would change, and change nothing")
    .option("--yes", "do not ask")
    .option("--json", "print the result as JSON")
    .option("--reason <text>", "why, for the revision's record");
}

export type Counts = Record<
  string,
  { created: number; updated: number; deleted: number; unchanged?: number }
>;
type Written = {
  revision: number | null;
  counts: Counts;
  warnings?: readonly { pointer: string; detail: string }[];
};

export type ConfigurationChange = {
  readonly configuration: unknown;
  readonly mode: "merge" | "replace";
  readonly reason: string;
  /** What the service would refuse otherwise, by the code of its finding. */
  readonly accept?: readonly string[];
  /** What a person is asked before anything is written; null when there is nothing to lose. */
  readonly question: string | null;
  /** The file that the configuration was read from, for complaints about it. */
  readonly file?: string;
  /** Printed by `--json` beside the result. */
  readonly about?: Readonly<Record<string, unknown>>;
};

/** Shows what a change of the configuration does, asks, and enacts it as one revision. */
export async function enact(
  io: Io,
  client: Client,
  change: ConfigurationChange,
  options: ChangeOptions,
): Promise<ExitStatus> {
  try {
    return await tryToEnact(io, client, change, options);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw error.located((pointer) => placeInConfiguration(pointer, change));
  }
}

/** `/configuration/rules/3/version` → `FILE /rules/3/version`, or what the row is called where there is no file. */
function placeInConfiguration(pointer: string, { configuration, file }: ConfigurationChange): string {
  const within = pointer.replace(/^\/configuration(?=\/|$)/, "");
  if (file !== undefined) return `${file} ${within === "" ? "/" : within}`;
  const [, table = "", index = "", ...rest] = within.split("/");
  const row = (configuration as Record<string, unknown[] | undefined>)[table]?.[Number(index)];
  const name = nameOf(row);
  return name === null ? within : [`${table} ${name}`, ...rest].join("/");
}

function nameOf(row: unknown): string | null {
  const { name, host, alias, comment } = (row ?? {}) as Partial<Record<string, unknown>>;
  const found = [name, host, alias, comment].find((value) => typeof value === "string");
  return typeof found === "string" ? `"${found}"` : null;
}

async function tryToEnact(
  io: Io,
  client: Client,
  change: ConfigurationChange,
  options: ChangeOptions,
): Promise<ExitStatus> {
  const path = `configuration?mode=${change.mode}`;
  const body = bodyOf(change, options);
  const tried = (await client.send<Written>("PUT", `${path}&dryRun=1`, body)).body;
  const nothing = changes(tried.counts).length === 0;
  if (!options.json) io.print([...describeWarnings(tried, change), describe(io, tried.counts)].join("\n"));
  if (options.dryRun || nothing) {
    if (options.json) printJson(io, { ...change.about, ...tried, dryRun: options.dryRun === true });
    else if (!nothing) io.print("Dry run: nothing was written.");
    return exitStatus.done;
  }
  if (change.question !== null) await mustAgree(io, change.question, options);
  const written = await client.send<Written>("PUT", path, body);
  if (options.json) printJson(io, { ...change.about, ...written.body, dryRun: false });
  else io.print(outcome(written.status, written.body.revision));
  return written.status === 202 ? exitStatus.waiting : exitStatus.done;
}

function bodyOf({ configuration, reason, accept = [] }: ConfigurationChange, options: ChangeOptions) {
  return { reason: options.reason ?? reason, configuration, accept };
}

/** @throws Failure when nobody is there to agree, or somebody is and does not. */
export async function mustAgree(io: Io, question: string, options: ChangeOptions): Promise<void> {
  if (options.yes) return;
  if (!io.interactive) {
    throw misuse(
      "There is no terminal to ask on: add --yes to go ahead, or --dry-run to see what would change.",
    );
  }
  if (!(await io.confirm(question))) throw new Failure("Nothing was written.");
}

function outcome(status: number, revision: number | null): string {
  if (status === 202) return "Proposed. It takes effect when it has its sign-offs.";
  return revision === null ? "Nothing to change." : `Done: revision ${revision}.`;
}

function describeWarnings({ warnings = [] }: Written, change: ConfigurationChange): string[] {
  return warnings.map(
    ({ pointer, detail }) => `Warning: ${placeInConfiguration(pointer, change)}: ${detail}`,
  );
}

const actions = ["created", "updated", "deleted"] as const;

function changes(counts: Counts): [entity: string, Counts[string]][] {
  return Object.entries(counts).filter(([, count]) => actions.some((action) => count[action] > 0));
}

function describe(io: Io, counts: Counts): string {
  const rows = changes(counts).map(([entity, count]) => [
    entity,
    ...actions.map((action) => String(count[action])),
  ]);
  return rows.length === 0 ? "Nothing to change." : table(io, ["", ...actions], rows);
}
