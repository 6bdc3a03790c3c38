import type { Impact } from "@/lib/analysis/impact";
import type { ChannelDifferences } from "@/lib/push/channel-differences";

import { connect, type Client } from "./client";
import { exitStatus, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson, table } from "./output";
import type { CommandGroups } from "./registration";

type Options = { product?: string; json?: true };

/** `aus channels diff` */
export function registerChannels({ io, program, run }: CommandGroups): void {
  program
    .command("channels")
    .description("compare channels")
    .command("diff")
    .description("what clients of two channels get differently; exit status 1 where they do")
    .argument("<from>", "a channel")
    .argument("<to>", "another")
    .option("--product <name>", "whose clients; when left out, that of both channels")
    .option("--json", "print the result as JSON")
    .action(run((from: string, to: string, options: Options) => diff(io, from, to, options)));
}

async function diff(io: Io, from: string, to: string, options: Options): Promise<ExitStatus> {
  const client = connect(io);
  const body = await readDifferences(client, {
    product: await productOf(client, [from, to], options.product),
    from,
    to,
  });
  if (options.json) printJson(io, body);
  else io.print(describeDifferences(io, body).join("\n"));
  return body.isSame ? exitStatus.done : exitStatus.failed;
}

/** The product that was named, else the only one with all these channels. */
export async function productOf(
  client: Client,
  channels: readonly string[],
  named: string | undefined,
): Promise<string> {
  if (named !== undefined) return named;
  const { body } = await client.get<{ channels: { product: string; name: string }[] }>("channels");
  const products = [...new Set(body.channels.map(({ product }) => product))].filter((product) =>
    channels.every((name) => body.channels.some((one) => one.product === product && one.name === name)),
  );
  const [only] = products;
  if (only === undefined || products.length > 1) {
    const which = products.length > 1 ? ` ${products.join(", ")} have both channels.` : "";
    throw misuse(`Say whose channels with --product.${which}`);
  }
  return only;
}

async function readDifferences(
  client: Client,
  asked: { product: string; from: string; to: string },
): Promise<ChannelDifferences> {
  const query = new URLSearchParams(asked);
  return (await client.get<ChannelDifferences>(`channels/diff?${query.toString()}`)).body;
}

function describeDifferences(
  io: Io,
  { revision, product, from, to, isSame, rules, answers }: ChannelDifferences,
): string[] {
  const rows = rules.map((one) => [
    one.clients,
    one.from?.sentence ?? "no rule",
    one.to?.sentence ?? "no rule",
  ]);
  return [
    `${product} at revision ${revision}`,
    ...(rows.length === 0 ? [] : [table(io, ["rules for", `on ${from}`, `on ${to}`], rows)]),
    ...describeAnswers(io, answers, { from, to }),
    isSame
      ? "No difference."
      : `${count(rules.length, "rule")} and ${count(answers.changed, "client state")} differ`,
  ];
}

const largestGroups = 20;

/** Clients by what they get on two channels. */
export function describeAnswers(
  io: Io,
  { groups }: Impact,
  { from, to }: { from: string; to: string },
): string[] {
  if (groups.length === 0) return [];
  const rows = groups
    .slice(0, largestGroups)
    .map(({ before, after, states, example }) => [before, after, String(states), example.path]);
  const more = groups.length - rows.length;
  return [
    table(io, [`on ${from}`, `on ${to}`, "states", "for example"], rows),
    ...(more > 0 ? [`${count(more, "smaller group")} more`] : []),
  ];
}
