import type { ApiResponse, Client } from "./client";
import type { ChangeOptions } from "./change-options";
import { exitStatus, Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { endWritten } from "./outcome";
import { printJson } from "./output";
import { describeSignOffs } from "./requirement";
import { describeRowChanges } from "./row-changes";
import { changes, type Written } from "./written";

export type Submission = {
  readonly send: (reason: string, dryRun: boolean) => Promise<ApiResponse<Written>>;
  /** What a dry run comes to, for people. */
  readonly show: (tried: Written) => string[];
  /** The rows are told by `show` already. */
  readonly showsRows?: boolean;
  /** Null: whoever makes the change has to say why. */
  readonly reason: string | null;
  /** What a person is asked before anything is written; null when there is nothing to lose. */
  readonly question: string | null;
  /** Printed by `--json` beside the result. */
  readonly about?: Readonly<Record<string, unknown>> | undefined;
};

/** Shows what a change does, asks, and makes it, as far as whoever asks may. */
export async function sendChange(
  io: Io,
  client: Client,
  change: Submission,
  options: ChangeOptions,
): Promise<ExitStatus> {
  const reason = options.reason ?? change.reason;
  if (!options.dryRun) mustBeExplained(io, reason);
  const tried = (await change.send(reason ?? "Dry run", true)).body;
  if (!options.json) io.print(describeTried(change, tried, options).join("\n"));
  if (options.dryRun || changes(tried.counts).length === 0) return endDry(io, change, tried, options);
  if (change.question !== null) await mustAgree(io, change.question, options);
  const { body } = await change.send(reason ?? (await askWhy(io)), false);
  return endWritten(io, client, { written: body, about: change.about }, options);
}

function mustBeExplained(io: Io, reason: string | null): void {
  if (reason === null && !io.interactive) throw misuse("Say why with --reason.");
}

function describeTried(change: Submission, tried: Written, { dryRun }: ChangeOptions): string[] {
  const { requirements = [], missing = [] } = tried;
  const rows = dryRun && !change.showsRows ? describeRowChanges(tried.changes ?? []) : [];
  return [...change.show(tried), ...rows, ...describeSignOffs(requirements, missing)];
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
export async function mustAgree(io: Io, question: string, options: ChangeOptions): Promise<void> {
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
