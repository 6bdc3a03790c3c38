import { Option } from "commander";

import { changeOptions, type ChangeOptions } from "./change-options";
import { connect, type Client } from "./client";
import { Failure, misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readNumber } from "./numbers";
import { ApiFailure } from "./problem";
import { findRule } from "./read-rules";
import type { CommandGroups } from "./registration";
import { describeRowChanges } from "./row-changes";
import { sendChange } from "./send-change";
import { readInstant } from "./times";
import { describeCounts, type Written } from "./written";

type RollBackOptions = ChangeOptions & { rule?: string; release?: string; to?: string; resolve?: "merge" };
type RestoreOptions = ChangeOptions & { to: string; product?: string; channel?: string };

/** `aus rollback` and `aus restore` */
export function registerRollBack({ io, program, run }: CommandGroups): void {
  const rollback = program
    .command("rollback")
    .description("take one revision back, or put one rule or release back to what it was")
    .argument("[revision]", "the revision to take back")
    .addOption(new Option("--rule <rule>", "put a rule back instead, by id or alias").conflicts("release"))
    .option("--release <name>", "put a release back instead")
    .option("--to <instant>", 'of a rule or release: a revision, a time, or "3h ago"')
    .addOption(
      new Option("--resolve <how>", "merge: what others changed in other fields since then stays").choices([
        "merge",
      ]),
    );
  changeOptions(rollback).action(
    run((revision: string | undefined, options: RollBackOptions) => rollBack(io, revision, options)),
  );
  const restore = program
    .command("restore")
    .description("put everything, a product or one of its channels back to what it was")
    .requiredOption("--to <instant>", 'a time such as 2026-11-26T12:00Z, "3h ago", or a revision')
    .option("--product <name>", "only this product")
    .option("--channel <name>", "only this channel of the product");
  changeOptions(restore).action(run((options: RestoreOptions) => restoreTo(io, options)));
}

type Going = { readonly body: object; readonly what: string };

async function rollBack(io: Io, revision: string | undefined, options: RollBackOptions): Promise<ExitStatus> {
  const { rule, release, to } = options;
  const named = [revision, rule, release].filter((given) => given !== undefined);
  if (named.length !== 1) throw misuse("Name a revision, or a --rule or --release with --to.");
  if ((to === undefined) !== (revision !== undefined)) {
    throw misuse(
      to === undefined
        ? "Say with --to what it goes back to."
        : "--to goes with --rule or --release. To put everything back, there is `aus restore`.",
    );
  }
  const client = connect(io);
  const { body, what } = revision === undefined ? await row(io, client, options) : whole(revision, options);
  return goBack(io, client, { body, what }, options);
}

function whole(revision: string, { resolve }: RollBackOptions): Going {
  const number = Number(readNumber(revision, "The revision"));
  const merge = resolve === "merge" ? { merge: true } : {};
  return { body: { revision: number, ...merge }, what: `Roll back revision ${number}` };
}

async function row(io: Io, client: Client, { rule, release, to = "" }: RollBackOptions): Promise<Going> {
  const instant = readInstant(to, "--to", io.now());
  if (release !== undefined) {
    const body = { entity: "release", key: release, to: wireInstant(instant) };
    return { body, what: `Put release ${release} back to ${to}` };
  }
  const key = await keyOfRule(client, rule ?? "");
  return { body: { entity: "rule", key, to: wireInstant(instant) }, what: `Put rule ${key} back to ${to}` };
}

/** A rule that is gone can be named by its id only. */
async function keyOfRule(client: Client, name: string): Promise<string> {
  return /^\d+$/.test(name) ? name : String((await findRule(client, name)).id);
}

async function restoreTo(io: Io, options: RestoreOptions): Promise<ExitStatus> {
  const { to, product, channel } = options;
  if (channel !== undefined && product === undefined) {
    throw misuse("Name the --product whose channel is meant.");
  }
  const place = product === undefined ? "everything" : [product, channel].filter(Boolean).join(" on ");
  const body = {
    ...(product !== undefined && { product }),
    ...(channel !== undefined && { channel }),
    to: wireInstant(readInstant(to, "--to", io.now())),
  };
  return goBack(io, connect(io), { body, what: `Put ${place} back to ${to}` }, options);
}

/** A revision is a number in a body. @throws Failure for the present, to which nothing can go back */
function wireInstant(instant: string): number | string {
  if (instant === "now") throw misuse("--to: what is to change goes back to a time before now.");
  return /^\d+$/.test(instant) ? Number(instant) : instant;
}

async function goBack(
  io: Io,
  client: Client,
  { body, what }: Going,
  options: ChangeOptions,
): Promise<ExitStatus> {
  try {
    return await sendChange(
      io,
      client,
      {
        send: (reason, dryRun) =>
          client.send("POST", dryRun ? "roll-backs?dryRun=1" : "roll-backs", { reason, ...body }),
        show: (tried) => describe(io, tried),
        showsRows: true,
        reason: null,
        question: `${what}?`,
        about: body as Readonly<Record<string, unknown>>,
      },
      options,
    );
  } catch (error) {
    throw withRemedy(error, "revision" in body && !("merge" in body));
  }
}

function describe(io: Io, tried: Written): string[] {
  const { warnings = [], changes = [] } = tried;
  return [
    ...warnings.map(({ detail }) => `Warning: ${detail}`),
    ...describeRowChanges(changes),
    describeCounts(io, tried.counts),
  ];
}

function withRemedy(error: unknown, canMerge: boolean): unknown {
  if (!canMerge || !(error instanceof ApiFailure) || error.problem.conflicts.length === 0) return error;
  return new Failure(
    `${error.message}\nIf these are other fields, --resolve merge keeps what others changed.`,
    error.status,
    error.details,
  );
}
