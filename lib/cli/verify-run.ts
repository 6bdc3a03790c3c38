import { toJUnit } from "@/lib/verify/junit";
import { depths, joinFiles, type Depth, type Plan } from "@/lib/verify/plan";
import { configuredFailures, suitesOf } from "@/lib/verify/report";
import { nothingKept, verifyFiles, verifyStates, type Verifying } from "@/lib/verify/verify";

import { connect, type Client } from "./client";
import { exitStatus, misuse, type ExitStatus } from "./failure";
import { writeTextFile } from "./files";
import type { Io } from "./io";
import { printJson, startProgress } from "./output";
import { describeVerification, type Verification } from "./verify-described";
import { keepIn } from "./verify-kept";
import { findSubject, readListed, readPlan } from "./verify-subject";

export type VerifyOptions = {
  product?: string;
  files: string | false;
  service?: string;
  rate: string;
  parallel: string;
  follow?: true;
  resume?: string;
  config?: string;
  json?: true | string;
  junit?: string;
};

/** Milliseconds for an answer, and for each piece of a file. */
const patience = 30_000;
const mostParallel = 256;

export async function runVerification(
  io: Io,
  subject: string | undefined,
  options: VerifyOptions,
): Promise<ExitStatus> {
  const depth = depthOf(options.files);
  const verifying = verifyingWith(io, options);
  const client = connect(io);
  const service = serviceOf(options.service ?? client.url);
  const plan = await planOf(client, subject, options);
  const verification = await verify(io, { plan, depth, service, verifying });
  report(io, verification, options);
  return verification.failures.length === 0 ? exitStatus.done : exitStatus.failed;
}

async function planOf(client: Client, name: string | undefined, options: VerifyOptions): Promise<Plan> {
  const { product, config } = options;
  const subject = name === undefined ? null : await findSubject(client, name, product);
  if (config !== undefined) {
    return readListed(client, config, subject?.kind === "release" ? subject.name : null);
  }
  if (subject === null) throw misuse("Say which release or channel, or give --config");
  return readPlan(client, subject);
}

type Work = { plan: Plan; depth: Depth | null; service: string; verifying: Omit<Verifying, "advance"> };

async function verify(io: Io, { plan, depth, service, verifying }: Work): Promise<Verification> {
  const answers = await watched(io, plan.states.length, "Answers", (advance) =>
    verifyStates(plan.states, service, { ...verifying, advance }),
  );
  const files = depth === null ? [] : joinFiles([...answers.files, ...plan.files]);
  const faults = await watched(io, files.length, "Files", async (advance) =>
    depth === null ? [] : verifyFiles(files, depth, { ...verifying, advance }),
  );
  const failures = [...answers.failures, ...faults, ...configuredFailures(plan.faults)];
  return { plan, files, failures };
}

async function watched<T>(
  io: Io,
  total: number,
  label: string,
  work: (advance: () => void) => Promise<T>,
): Promise<T> {
  const progress = startProgress(io, total, label);
  try {
    return await work(progress.advance);
  } finally {
    progress.stop();
  }
}

function depthOf(given: string | false): Depth | null {
  if (given === false) return null;
  const depth = depths.find((one) => one === given);
  if (depth) return depth;
  throw misuse(`--files is one of ${depths.join(", ")}`);
}

function serviceOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw misuse("--service is an address such as https://aus.example.com");
  }
  return url.replace(/\/+$/, "");
}

function verifyingWith(
  io: Io,
  { rate, parallel, follow, resume }: VerifyOptions,
): Omit<Verifying, "advance"> {
  return {
    means: {
      fetch: io.fetch,
      now: () => io.now().getTime(),
      pause: io.pause,
      patience,
      mayFollow: (url) => follow === true && /^https?:/.test(url),
    },
    pace: {
      rate: numberOf(rate, "--rate", { least: 0, most: 100_000 }),
      parallel: numberOf(parallel, "--parallel", { least: 1, most: mostParallel }),
    },
    kept: resume === undefined ? nothingKept : keepIn(resume),
  };
}

function numberOf(text: string, name: string, { least, most }: { least: number; most: number }): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw misuse(`${name} is a whole number from ${least} to ${most}`);
}

function report(io: Io, verification: Verification, { json, junit }: VerifyOptions): void {
  const { plan, files, failures } = verification;
  if (junit !== undefined) {
    writeTextFile(junit, toJUnit(suitesOf({ states: plan.states, files }, failures)));
  }
  const said = {
    revision: plan.revision,
    states: plan.states.length,
    files: files.length,
    skipped: plan.skipped,
    failures,
  };
  if (typeof json === "string") writeTextFile(json, `${JSON.stringify(said, null, 2)}\n`);
  if (json === true) printJson(io, said);
  else io.print(describeVerification(io, verification));
}
