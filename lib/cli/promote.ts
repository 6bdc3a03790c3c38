import { Option } from "commander";

import type { Promotion } from "@/lib/push/channel-differences";

import { timedOptions, type TimedOptions } from "./change-options";
import { submitChangeSet } from "./change-set";
import { describeAnswers, productOf } from "./channels";
import { connect } from "./client";
import { misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readPercentage } from "./numbers";
import { count } from "./output";
import { plannedChange } from "./planned";
import type { CommandGroups } from "./registration";

type Options = TimedOptions & {
  product?: string;
  asOf?: string;
  others?: "keep" | "switch-off";
  rate?: string;
};

/** `aus promote FROM TO` */
export function registerPromote({ io, program, run }: CommandGroups): void {
  const command = program
    .command("promote")
    .description("give the clients of one channel exactly what was tested on another")
    .argument("<from>", "the channel on which it was tested")
    .argument("<to>", "the channel whose clients get it")
    .option("--product <name>", "whose clients; when left out, that of both channels")
    .option("--as-of <revision>", "the revision at which it was tested: refused when it changed since")
    .addOption(
      new Option("--others <what>", "what becomes of rules that only the target has").choices([
        "keep",
        "switch-off",
      ]),
    )
    .option(
      "--rate <percent>",
      "how many of a hundred background checks get what is new; left out, as tested",
    );
  timedOptions(command).action(
    run((from: string, to: string, options: Options) => promote(io, { from, to }, options)),
  );
}

async function promote(
  io: Io,
  { from, to }: { from: string; to: string },
  options: Options,
): Promise<ExitStatus> {
  const client = connect(io);
  const { others, rate } = options;
  const product = await productOf(client, [from, to], options.product);
  const { body } = await client.send<Promotion>("POST", "channels/promotion", {
    product,
    from,
    to,
    asOf: readRevision(options.asOf),
    ...(others !== undefined && { others }),
    ...(rate !== undefined && { rate: readPercentage(rate, "--rate") }),
  });
  const change = plannedChange(body, {
    question: `Promote what is on ${from} to ${to}?`,
    about: { product, from, to, asOf: body.revision, remaining: body.remaining },
  });
  const { changed } = body.remaining;
  const rest =
    changed === 0
      ? [`Then clients of ${from} and ${to} get the same.`]
      : [
          `Even then ${count(changed, "client state")} would get something else on ${to} than on ${from}:`,
          ...describeAnswers(io, body.remaining, { from, to }),
        ];
  return submitChangeSet(io, client, { ...change, lines: [...change.lines, ...rest] }, options);
}

function readRevision(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw misuse(`--as-of "${text}" is no revision: give its number.`);
  return Number(text);
}
