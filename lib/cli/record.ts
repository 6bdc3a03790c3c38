import type { Command } from "commander";

import { connect } from "./client";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import { writeLines } from "./files";
import type { Io } from "./io";
import { readNumber } from "./numbers";
import { count, printJson } from "./output";
import type { CommandGroups } from "./registration";

type Verification =
  { sound: true; revisions: number; entries: number } | { sound: false; revision: number; detail: string };

/** `aus audit verify` and `aus audit export`. */
export function registerRecord({ io, run }: CommandGroups, audit: Command): void {
  audit
    .command("verify")
    .description("recompute every hash of the record, to find what was altered")
    .option("--json", "print the result as JSON")
    .action(run((options: { json?: true }) => verify(io, options)));
  audit
    .command("export")
    .description("write the record as JSON lines: each revision, then its rows")
    .argument("<file>", "where to write it; - is standard output")
    .option("--after <revision>", "only what came after a revision")
    .option("--json", "print what was written as JSON")
    .action(run((file: string, options: ExportOptions) => exportRecord(io, file, options)));
}

async function verify(io: Io, { json }: { json?: true }): Promise<ExitStatus> {
  if (io.interactive) io.tell("Reading the whole record…");
  const { body } = await connect(io).get<Verification>("audit/verify");
  if (!body.sound) {
    throw new Failure(
      `The record was altered at revision ${body.revision}: ${body.detail}.`,
      undefined,
      body,
    );
  }
  if (json) printJson(io, body);
  else io.print(`The record is sound: ${count(body.revisions, "revision")}, ${rows(body.entries)}.`);
  return exitStatus.done;
}

type ExportOptions = { after?: string; json?: true };

async function exportRecord(io: Io, file: string, { after, json }: ExportOptions): Promise<ExitStatus> {
  const query = after === undefined ? "" : `?after=${readNumber(after, "--after")}`;
  const lines = await connect(io).lines(`audit/export${query}`);
  if (file === "-") {
    for await (const line of lines) io.print(line);
    return exitStatus.done;
  }
  const written = { revisions: 0, entries: 0 };
  await writeLines(file, counted(lines, written));
  if (json) printJson(io, { file, ...written });
  else io.print(`${file}: ${count(written.revisions, "revision")}, ${rows(written.entries)}.`);
  return exitStatus.done;
}

/** The same lines, each of them a revision or one of its rows. */
async function* counted(
  lines: AsyncIterable<string>,
  written: { revisions: number; entries: number },
): AsyncGenerator<string, void> {
  for await (const line of lines) {
    written[line.startsWith('{"revision":') ? "entries" : "revisions"] += 1;
    yield line;
  }
}

function rows(entries: number): string {
  return count(entries, "row");
}
