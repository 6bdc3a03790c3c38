import type { AgendaItem } from "@/lib/change-sets/agenda";

import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson, table } from "./output";
import type { CommandGroups } from "./registration";
import { shownTime } from "./times";

type Listed = Omit<AgendaItem, "at"> & { readonly at: string };
type Options = { hours: string; json?: true };

/** `aus agenda` */
export function registerAgenda({ io, program, run }: CommandGroups): void {
  program
    .command("agenda")
    .description("what is to happen by itself: steps, expiries, and what collides")
    .option("--hours <number>", "how far to look ahead", "48")
    .option("--json", "print the result as JSON")
    .action(run((options: Options) => agenda(io, options)));
}

async function agenda(io: Io, { hours, json }: Options): Promise<ExitStatus> {
  const path = `agenda?hours=${encodeURIComponent(hours)}`;
  const { items } = (await connect(io).get<{ items: Listed[] }>(path)).body;
  if (json) printJson(io, { items });
  else if (items.length === 0) io.print(`Nothing within ${hours} hours.`);
  else io.print(table(io, ["when", "change set", "what", "why", "collides with"], items.map(rowOf)));
  return exitStatus.done;
}

function rowOf({ at, kind, changeSet, state, step, rows, reason, collisions }: Listed): string[] {
  const number = step && step.of > 1 ? `step ${step.number} of ${step.of}: ` : "";
  const what = kind === "expiry" ? "expires, unless it is approved" : `${number}${rows.join(", ")}`;
  const others = collisions.map((one) => `${one.changeSet} (${one.row})`).join(", ");
  return [shownTime(at), `${changeSet} ${state}`, what, reason, others];
}
