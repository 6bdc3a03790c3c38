import type { Impact } from "@/lib/analysis/impact";
import type { End, PathGraph } from "@/lib/analysis/path-graph";
import type { Problem } from "@/lib/analysis/problem";
import type { ProblemsOfChange } from "@/lib/analysis/problems";

import { connect } from "./client";
import { describeImpact } from "./describe-impact";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson, table } from "./output";
import type { CommandGroups } from "./registration";

type Options = { json?: true; changeSet?: string };

/** `aus problems`, `aus impact`, `aus paths` */
export function registerAnalysis({ io, program, run }: CommandGroups): void {
  program
    .command("problems")
    .description("what is wrong with the configuration; exit status 1 where there are errors")
    .option("--change-set <id>", "what would be wrong after a change set, and what of it is new")
    .option("--json", "print the result as JSON")
    .action(run((options: Options) => problems(io, options)));
  program
    .command("impact")
    .description("how many clients a change set would answer otherwise, and how")
    .argument("<id>", "the change set")
    .option("--json", "print the result as JSON")
    .action(run((id: string, options: Options) => impact(io, id, options)));
  program
    .command("paths")
    .description("where the updates of every shipped version lead to; exit status 1 at dead ends and loops")
    .argument("<product>", "its name")
    .argument("<channel>", "its name")
    .option("--change-set <id>", "as it would be after a change set")
    .option("--json", "print the result as JSON")
    .action(
      run((product: string, channel: string, options: Options) => paths(io, { product, channel }, options)),
    );
}

async function problems(io: Io, { json, changeSet }: Options): Promise<ExitStatus> {
  const path = changeSet === undefined ? "problems" : `change-sets/${encodeURIComponent(changeSet)}/problems`;
  const { body } = await connect(io).get<{ problems: Problem[] } & Partial<ProblemsOfChange>>(path);
  if (json) printJson(io, body);
  else io.print(describeProblems(io, body));
  return statusOf(body.problems.every(({ severity }) => severity !== "error"));
}

function describeProblems(
  io: Io,
  {
    problems: found,
    solved = [],
  }: { problems: readonly (Problem & { isNew?: boolean })[]; solved?: readonly Problem[] },
): string {
  const head = ["severity", "code", "where", "what is wrong"];
  const rows = found.map((problem) => [
    problem.isNew === true ? `new ${problem.severity}` : problem.severity,
    problem.code,
    `${problem.where.entity} ${problem.where.key}`,
    problem.detail,
  ]);
  const lines = [found.length === 0 ? "No problem." : table(io, head, rows)];
  return [...lines, ...solved.map(({ detail }) => `Solved: ${detail}`)].join("\n");
}

async function impact(io: Io, id: string, { json }: Options): Promise<ExitStatus> {
  const { body } = await connect(io).get<Impact>(`change-sets/${encodeURIComponent(id)}/impact`);
  if (json) printJson(io, body);
  else io.print(describeImpact(io, body));
  return exitStatus.done;
}

async function paths(
  io: Io,
  { product, channel }: { product: string; channel: string },
  { json, changeSet }: Options,
): Promise<ExitStatus> {
  const query = new URLSearchParams({
    product,
    channel,
    ...(changeSet === undefined ? {} : { changeSet }),
  });
  const { body } = await connect(io).get<PathGraph>(`paths?${query.toString()}`);
  if (json) printJson(io, body);
  else io.print(describePaths(io, body));
  return statusOf(body.isComplete);
}

function describePaths(io: Io, { newest, ends, starts, isComplete }: PathGraph): string {
  if (newest === null) return "No client of this channel is offered anything.";
  const rows = ends.map((end) => [
    end.branch === "fallback" ? `${end.kind} (fallback)` : end.kind,
    end.loop.length > 1 ? end.loop.join(" → ") : end.release,
    String(end.count),
    whoseEnd(end),
    end.reason,
  ]);
  const verdict = isComplete
    ? `Every version reaches ${newest.release}, or is told why not (${count(starts, "start")}).`
    : `Not every version reaches ${newest.release}.`;
  return `${table(io, ["end", "at", "clients", "who", "why"], rows)}\n${verdict}`;
}

const mostShown = 3;

function whoseEnd({ from, buildTargets, locales, osVersions }: End): string {
  return [from, buildTargets, locales, osVersions].map(few).join("; ");
}

function few(names: readonly string[]): string {
  const more = names.length > mostShown ? ` and ${names.length - mostShown} more` : "";
  return names.slice(0, mostShown).join(", ") + more;
}

function statusOf(isFine: boolean): ExitStatus {
  return isFine ? exitStatus.done : exitStatus.failed;
}
