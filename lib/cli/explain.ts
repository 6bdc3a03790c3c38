import type { Explanation } from "@/lib/decision/explain";
import type { TraceStep } from "@/lib/decision/trace";

import { connect } from "./client";
import { exitStatus } from "./failure";
import { count, printJson } from "./output";
import type { CommandGroups } from "./registration";

type Options = { json?: true; userAgent?: string; address?: string; at?: string; changeSet?: string };

export function registerExplain({ io, program, run }: CommandGroups): void {
  program
    .command("explain")
    .description("what the service answers to an update URL, and why")
    .argument("<url>", "an update URL, whole or from /update/ on")
    .option("--user-agent <text>", "the client's User-Agent")
    .option("--address <ip>", "the client's address, which decides throttles")
    .option("--at <when>", "as it was at a revision or time")
    .option("--change-set <id>", "as it will be after a change set")
    .option("--json", "print the result as JSON")
    .action(
      run(async (url: string, { json, changeSet, ...about }: Options) => {
        const { body } = await connect(io).send<Explanation>("POST", "explain", {
          url: pathOf(url),
          ...about,
          ...(changeSet === undefined ? {} : { changeSet: Number(changeSet) }),
        });
        if (json) printJson(io, body);
        else io.print(describeExplanation(body));
        return exitStatus.done;
      }),
    );
}

/** The path and query of an address, not normalised: its encoding is part of the question. */
function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "");
}

/** An answer, what it comes to, and the way there, for people. */
export function describeExplanation({ request, decision, trace, body }: Explanation): string {
  return [body, "", ...requestLines(request), ...verdict(decision), ...trace.flatMap(describeStep)].join(
    "\n",
  );
}

function requestLines(request: Explanation["request"]): string[] {
  if (request.kind === "unreadable") return [`The request cannot be read: ${request.reason}`];
  const { query } = request;
  const said = [
    `${query.product} ${query.version}`,
    `build ${query.buildID}`,
    query.buildTarget,
    query.locale,
    `channel ${query.channel}${query.fallbackChannel === query.channel ? "" : ` (falls back to ${query.fallbackChannel})`}`,
    ...(query.osVersion === "" ? [] : [query.osVersion]),
    ...(query.force === null ? ["background check"] : [`force=${query.force}`]),
  ];
  return [`Client: ${said.join(", ")}`];
}

function verdict({ rule, kind, reason, release, rolled }: Explanation["decision"]): string[] {
  const by = rule === null ? "" : ` by ${ruleName(rule)}, version ${rule.rowVersion}`;
  const what = kind === "nothing" ? `no update: ${reason ?? ""}` : `${kind} from ${release ?? ""}`;
  return [
    `Answer: ${what}${by}`,
    ...(rolled ? ["A throttle's roll had a say: another address may be answered otherwise."] : []),
  ];
}

function ruleName({ id, alias }: { id: number; alias: string | null }): string {
  return alias === null ? `rule ${id}` : `rule ${id} (${alias})`;
}

/** Beyond this many, rules of other products are only counted. */
const rulesShown = 50;

type Describers = { [Step in TraceStep["step"]]: (step: Extract<TraceStep, { step: Step }>) => string[] };

const describers: Describers = {
  "shut-off": ({ product, channel, reason }) => [
    `Shut off: ${product} on ${channel}${reason === "" ? "" : ` (${reason})`}`,
  ],
  throttle: ({ of, roll, rate }) => [`Throttle of ${of}: rolled ${roll}, ${rate} % go on`],
  rules: (step) => [
    "",
    `Rules for ${step.product}, in the order in which they are tried:`,
    ...ruleLines(step),
    "",
  ],
  "background rate": (step) => [
    `Background rate of rule ${step.rule}: ${rollInWords(step)}, takes the ${step.takes}`,
  ],
  release: ({ name, says }) => [`Release ${name}: ${says}`],
  pin: ({ pin, says }) => [`Pin ${pin}: ${says}`],
  patch: (step) => [`  ${taken(step)} ${step.type} from ${step.from}: ${step.says}`],
  group: (step) => [`  ${taken(step)} attributes ${step.says}`],
  addon: (step) => [`  ${taken(step)} add-on ${step.id} of ${step.release}: ${step.says}`],
  member: ({ bundle, member, says }) => [`Bundle ${bundle}, ${member}: ${says}`],
};

function describeStep(step: TraceStep): string[] {
  return (describers[step.step] as (step: TraceStep) => string[])(step);
}

function taken(step: { readonly taken: boolean }): string {
  return step.taken ? "taken  " : "dropped";
}

function rollInWords({ rate, roll }: Extract<TraceStep, { step: "background rate" }>): string {
  return roll === null ? `${rate} %, decided by force` : `rolled ${roll}, ${rate} % are served`;
}

function ruleLines({ considered }: Extract<TraceStep, { step: "rules" }>): string[] {
  const many = considered.length > rulesShown;
  const shown = many ? considered.filter(({ failed }) => failed !== "product") : considered;
  const lines = shown.map(({ outcome, failed, ...rule }) => {
    const why = outcome === "does not match" && failed !== null ? `: ${failed}` : "";
    return `  ${ruleName(rule)} ${outcome}${why}`;
  });
  const hidden = considered.length - shown.length;
  if (hidden > 0) lines.push(`  ${count(hidden, "rule")} of other products`);
  return lines.length === 0 ? ["  there are none"] : lines;
}
