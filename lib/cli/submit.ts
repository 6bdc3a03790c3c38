import type { Command } from "commander";

import type { ApiResponse } from "./client";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson } from "./output";

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

export type Written = {
  readonly revision: number | null;
  readonly counts: Counts;
  readonly warnings?: readonly { readonly pointer: string; readonly detail: string }[];
};

export type Submission = {
  readonly send: (reason: string, dryRun: boolean) => Promise<ApiResponse<Written>>;
  /** What a dry run comes to, for people. */
  readonly show: (tried: Written) => string[];
  /** Null: whoever makes the change has to say why. */
  readonly reason: string | null;
  /** What a person is asked before anything is written; null when there is nothing to lose. */
  readonly question: string | null;
  /** Printed by `--json` beside the result. */
  readonly about?: Readonly<Record<string, unknown>> | undefined;
};

/** Shows what a change does, asks, and makes it. */
export async function submit(io: Io, change: Submission, options: ChangeOptions): Promise<ExitStatus> {
  const reason = options.reason ?? change.reason;
  if (!options.dryRun) mustBeExplained(io, reason);
  const tried = (await change.send(reason ?? "Dry run", true)).body;
  if (!options.json) io.print(change.show(tried).join("\n"));
  if (options.dryRun || changes(tried.counts).length === 0) return endDry(io, change, tried, options);
  if (change.question !== null) await mustAgree(io, change.question, options);
  return endWritten(io, change, await change.send(reason ?? (await askWhy(io)), false), options);
}

function mustBeExplained(io: Io, reason: string | null): void {
  if (reason === null && !io.interactive) throw misuse("Say why with --reason.");
}

function endWritten(
  io: Io,
  { about }: Submission,
  { status, body }: ApiResponse<Written>,
  { json }: ChangeOptions,
): ExitStatus {
  if (json) printJson(io, { ...about, ...body, dryRun: false });
  else io.print(outcome(status, body.revision));
  return status === 202 ? exitStatus.waiting : exitStatus.done;
}

function endDry(
  io: Io,
  { about }: Submission,
  tried: Written,
  { json, dryRun = false }: { json?: true; dryRun?: boolean },
): ExitStatus {
  if (json) printJson(io, { ...about, ...tried, dryRun });
  else if (changes(tried.counts).length > 0) io.print("Dry run: nothing was written.");
  return exitStatus.done;
}

/** @throws Failure when nobody is there to agree, or somebody is and does not. */
async function mustAgree(io: Io, question: string, options: ChangeOptions): Promise<void> {
  if (options.yes) return;
  if (!io.interactive) {
    throw misuse(
      "There is no terminal to ask on: add --yes to go ahead, or --dry-run to see what would change.",
    );
  }
  if (!(await io.confirm(question))) throw new Failure("Nothing was written.");
}

async function askWhy(io: Io): Promise<string> {
  const reason = await io.ask("Why? It stays in the record.");
  if (reason === "") throw new Failure("Nothing was written: a change needs a reason.");
  return reason;
}

function outcome(status: number, revision: number | null): string {
  if (status === 202) return "Proposed. It takes effect when it has its sign-offs.";
  return revision === null ? "Nothing to change." : `Done: revision ${revision}.`;
}

export const actions = ["created", "updated", "deleted"] as const;

export function changes(counts: Counts): [entity: string, Counts[string]][] {
  return Object.entries(counts).filter(([, count]) => actions.some((action) => count[action] > 0));
}
