import { describeEntry, type Entry } from "./audit";
import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson } from "./output";
import type { CommandGroups } from "./registration";
import { readInstant } from "./times";

type Differences = { from: number; to: number; differences: Entry[] };

/** `aus diff` */
export function registerDifference({ io, program, run }: CommandGroups): void {
  program
    .command("diff")
    .description("what differs between the configuration at two instants")
    .argument("<from>", 'a revision, a time such as 2026-11-26T12:00Z, or "3h ago"')
    .argument("[to]", "the same; now when left out", "now")
    .option("--json", "print the result as JSON")
    .action(run((from: string, to: string, options: { json?: true }) => diff(io, from, to, options)));
}

async function diff(io: Io, from: string, to: string, { json }: { json?: true }): Promise<ExitStatus> {
  const now = io.now();
  const query = new URLSearchParams({
    from: readInstant(from, "The first instant", now),
    to: readInstant(to, "The second instant", now),
  });
  const { body } = await connect(io).get<Differences>(`configuration/diff?${query.toString()}`);
  if (json) printJson(io, body);
  else io.print(describe(body));
  return exitStatus.done;
}

function describe({ from, to, differences }: Differences): string {
  return [
    `Revision ${from} → ${to}`,
    ...differences.flatMap(describeEntry),
    differences.length === 0 ? "No difference." : count(differences.length, "row"),
  ].join("\n");
}
