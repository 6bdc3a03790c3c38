import { Option } from "commander";

import type { Series } from "@/lib/traffic/series";
import { groupings, steps } from "@/lib/traffic/span";

import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson, table } from "./output";
import type { CommandGroups } from "./registration";
import { readInstant, shownTime } from "./times";

type Options = {
  json?: true;
  product?: string;
  channel?: string;
  from?: string;
  to?: string;
  by?: string;
  step?: string;
};

type Answer = { from: string; to: string; step: string; steps: string[]; series: Series[] };

/** `aus traffic` */
export function registerTraffic({ io, program, run }: CommandGroups): void {
  program
    .command("traffic")
    .description("what clients asked and were answered")
    .option("--product <name>", "of one product")
    .option("--channel <name>", "of one channel")
    .option("--from <when>", 'a time, or "24h ago"; six hours before the end if left out')
    .option("--to <when>", "a time; now if left out")
    .addOption(new Option("--by <what>", "tell apart by").choices(groupings))
    .addOption(new Option("--step <length>", "the length of a step").choices(steps))
    .option("--json", "print the result as JSON")
    .action(run((options: Options) => traffic(io, options)));
}

async function traffic(io: Io, { json, from, to, ...about }: Options): Promise<ExitStatus> {
  const now = new Date();
  const query = new URLSearchParams({
    ...about,
    ...(from === undefined ? {} : { from: timeOf(from, "--from", now) }),
    ...(to === undefined ? {} : { to: timeOf(to, "--to", now) }),
  });
  const { body } = await connect(io).get<Answer>(`traffic${query.size > 0 ? `?${query.toString()}` : ""}`);
  if (json) printJson(io, body);
  else io.print(about.by === undefined ? describeSteps(io, body) : describeValues(io, body, about.by));
  return exitStatus.done;
}

function timeOf(text: string, what: string, now: Date): string {
  return text.trim() === "now" ? now.toISOString() : readInstant(text, what, now);
}

function describeSteps(io: Io, { steps: at, series: [all], from, to }: Answer): string {
  const rows = at.flatMap((time, index) => {
    const point = all?.points[index];
    return point && point.requests > 0 ? [[shownTime(time), ...numbers(point)]] : [];
  });
  return `${table(io, ["from", "requests", "served"], rows)}\n${total(all, from, to)}`;
}

function describeValues(io: Io, { series, from, to }: Answer, by: string): string {
  const rows = series.map((one) => [
    one.value,
    ...numbers(one),
    share(one.throttled, one.planned / 100),
    share(one.throttled, one.throttled - one.outside),
  ]);
  const sum = series.reduce((all, one) => all + one.requests, 0);
  return `${table(io, [by, "requests", "served", "planned", "real"], rows)}\n${total({ requests: sum }, from, to)}`;
}

function numbers({ requests, served }: { requests: number; served: number }): string[] {
  return [String(requests), String(served)];
}

/** Of the background checks that a rate below 100 decides; empty: there were none. */
function share(of: number, part: number): string {
  return of === 0 ? "" : `${((100 * part) / of).toFixed(1)} %`;
}

function total(all: { requests: number } | undefined, from: string, to: string): string {
  return `${count(all?.requests ?? 0, "request")} from ${shownTime(from)} to ${shownTime(to)}`;
}
