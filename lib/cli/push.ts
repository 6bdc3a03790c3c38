import { Option } from "commander";

import { startOf, submitChangeSet } from "./change-set";
import { connect } from "./client";
import { setFields } from "./edit-rules";
import { Failure, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readPercentage } from "./numbers";
import { namedTarget, pushTarget } from "./push-target";
import { describeRamp, readRamp, type Ramp } from "./ramp";
import { byName, readReleases, releaseCalled } from "./read-releases";
import { readRules } from "./read-rules";
import type { CommandGroups } from "./registration";
import { timedOptions, type TimedOptions } from "./change-options";

type Options = TimedOptions & {
  channel: string;
  rule?: string;
  rate?: string;
  ramp?: string;
  fallback?: string;
};

/** `aus push RELEASE --channel C` */
export function registerPush({ io, program, run }: CommandGroups): void {
  const command = program
    .command("push")
    .description("give the clients of a channel a release")
    .argument("<release>", "the release that they get")
    .requiredOption("--channel <name>", "the channel whose clients get it")
    .option("--rule <rule>", "the rule to change, by id or alias, when it is not clear which")
    .addOption(
      new Option(
        "--rate <percent>",
        "how many of a hundred background checks get it; as it is, when left out",
      ).conflicts("ramp"),
    )
    .option("--ramp <steps>", "the rate in steps, e.g. 10,25@6h,50@24h,100@48h")
    .option("--fallback <release>", "what the others get; as it is, when left out");
  timedOptions(command).action(run((release: string, options: Options) => push(io, release, options)));
}

async function push(io: Io, name: string, options: Options): Promise<ExitStatus> {
  const { channel, rule: named, fallback } = options;
  const { rate: backgroundRate, later } = ratesOf(io, options);
  const client = connect(io);
  const [releases, rules] = [await readReleases(client), await readRules(client)];
  const { product } = releaseCalled(name, releases);
  if (fallback !== undefined) requireSameProduct(releaseCalled(fallback, releases), product);
  const place = { product, channel };
  const rule =
    named === undefined ? pushTarget(rules, place, byName(releases)) : namedTarget(rules, named, place);
  const change = setFields(
    rule,
    {
      mapping: name,
      ...(backgroundRate !== null && { backgroundRate }),
      ...(fallback !== undefined && { fallbackMapping: fallback }),
    },
    byName(releases),
  );
  const steps = later.map(({ rate, at }) => ({
    at,
    operations: setFields(rule, { backgroundRate: rate }).operations(""),
  }));
  return submitChangeSet(
    io,
    client,
    {
      ...change,
      later: steps,
      lines: [...change.lines, ...describeRamp(later)],
      question: `Push ${name} to ${channel}?`,
      about: { rule: rule.id, release: name, channel },
    },
    options,
  );
}

/** A null rate stays as it is. */
function ratesOf(io: Io, { rate, ramp, ...options }: Options): Pick<Ramp, "later"> & { rate: number | null } {
  if (ramp !== undefined) return readRamp(ramp, startOf(io, options) ?? io.now());
  return { rate: rate === undefined ? null : readPercentage(rate, "--rate"), later: [] };
}

function requireSameProduct(fallback: { name: string; product: string }, product: string): void {
  if (fallback.product === product) return;
  throw new Failure(`${fallback.name} is a release of ${fallback.product}, not of ${product}.`);
}
