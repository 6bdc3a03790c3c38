import { submitChangeSet } from "./change-set";
import { connect } from "./client";
import { setFields } from "./edit-rules";
import { Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readPercentage } from "./numbers";
import { namedTarget, pushTarget } from "./push-target";
import { byName, readReleases, releaseCalled } from "./read-releases";
import { readRules } from "./read-rules";
import type { CommandGroups } from "./registration";
import { changeOptions, type ChangeOptions } from "./submit";

type Options = ChangeOptions & { channel: string; rule?: string; rate?: string; fallback?: string };

/** `aus push RELEASE --channel C` */
export function registerPush({ io, program, run }: CommandGroups): void {
  const command = program
    .command("push")
    .description("give the clients of a channel a release")
    .argument("<release>", "the release that they get")
    .requiredOption("--channel <name>", "the channel whose clients get it")
    .option("--rule <rule>", "the rule to change, by id or alias, when it is not clear which")
    .option("--rate <percent>", "how many of a hundred background checks get it; as it is, when left out")
    .option("--fallback <release>", "what the others get; as it is, when left out");
  changeOptions(command).action(run((release: string, options: Options) => push(io, release, options)));
}

async function push(io: Io, name: string, options: Options): Promise<ExitStatus> {
  const { channel, rule: named, rate, fallback } = options;
  const backgroundRate = rate === undefined ? {} : { backgroundRate: readPercentage(rate, "--rate") };
  const client = connect(io);
  const [releases, rules] = [await readReleases(client), await readRules(client)];
  const { product } = releaseCalled(name, releases);
  if (fallback !== undefined) requireSameProduct(releaseCalled(fallback, releases), product);
  const place = { product, channel };
  const rule =
    named === undefined ? pushTarget(rules, place, byName(releases)) : namedTarget(rules, named, place);
  const change = setFields(
    rule,
    { mapping: name, ...backgroundRate, ...(fallback === undefined ? {} : { fallbackMapping: fallback }) },
    byName(releases),
  );
  return submitChangeSet(
    io,
    client,
    { ...change, question: `Push ${name} to ${channel}?`, about: { rule: rule.id, release: name, channel } },
    options,
  );
}

function requireSameProduct(fallback: { name: string; product: string }, product: string): void {
  if (fallback.product === product) return;
  throw new Failure(`${fallback.name} is a release of ${fallback.product}, not of ${product}.`);
}
