import type { Command } from "commander";

import { connect } from "./client";
import { exitStatus, Failure, type ExitStatus } from "./failure";
import { writeLines } from "./files";
import type { Io } from "./io";
import { readNumber } from "./numbers";
import { count, printJson, startProgress, type Progress } from "./output";
import type { CommandGroups } from "./registration";
import { filterOptions, filterQuery, type FilterOptions } from "./revision-filter";

type Verification =
  | { sound: true; revisions: number; entries: number }
  | { sound: false; revision: number; positions: number[]; detail: string };
type Line = { progress: { revisions: number; of: number } } | { result: Verification };

/** `aus audit verify` and `aus audit export`. */
export function registerRecord({ io, run }: CommandGroups, audit: Command): void {
  audit
    .command("verify")
    .description("recompute every hash of the record, to find what was altered")
    .option("--json", "print the result as JSON")
    .action(run((options: { json?: true }) => verify(io, options)));
  filterOptions(audit.command("export"))
    .description("write the record as JSON lines: each revision, then its rows")
    .argument("<file>", "where to write it; - is standard output")
    .option("--after <revision>", "only what came after a revision")
    .option("--json", "print what was written as JSON")
    .action(run((file: string, options: ExportOptions) => exportRecord(io, file, options)));
}

async function verify(io: Io, { json }: { json?: true }): Promise<ExitStatus> {
  const verification = await readVerification(io);
  if (!verification.sound) {
    const { revision, positions, detail } = verification;
    const where = positions.length === 0 ? "" : `, row ${positions.join(", ")}`;
    const message = `The record was altered at revision ${revision}${where}: ${detail}.`;
    throw new Failure(message, undefined, verification);
  }
  if (json) printJson(io, verification);
  else {
    io.print(
      `The record is sound: ${count(verification.revisions, "revision")}, ${rows(verification.entries)}.`,
    );
  }
  return exitStatus.done;
}

async function readVerification(io: Io): Promise<Verification> {
  let progress: Progress | null = null;
  let seen = 0;
  try {
    for await (const text of await connect(io).lines("audit/verify?progress=1")) {
      const line = JSON.parse(text) as Line;
      if ("result" in line) return line.result;
      const { revisions, of } = line.progress;
      progress ??= startProgress(io, of, "Verifying");
      progress.advance(revisions - seen);
      seen = revisions;
    }
  } finally {
    progress?.stop();
  }
  throw new Failure("The service broke off before it had read the whole record; its log says why.");
}

type ExportOptions = FilterOptions & { after?: string; json?: true };

async function exportRecord(
  io: Io,
  file: string,
  { after, json, ...filter }: ExportOptions,
): Promise<ExitStatus> {
  const query = filterQuery(filter);
  if (after !== undefined) query.set("after", readNumber(after, "--after"));
  const lines = await connect(io).lines(
    query.size === 0 ? "audit/export" : `audit/export?${query.toString()}`,
  );
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
