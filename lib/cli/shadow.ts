import { Option } from "commander";

import { logFormats, type LogFormat } from "@/lib/shadow/log-line";
import type { ShadowReport } from "@/lib/shadow/report";
import { reportPage } from "@/lib/shadow/report-html";

import { connect } from "./client";
import { exitStatus, misuse, type ExitStatus } from "./failure";
import { writeTextFile } from "./files";
import type { Io } from "./io";
import { readAus2Config } from "./import-aus2-config";
import { readNumber } from "./numbers";
import type { CommandGroups } from "./registration";
import { httpService, treeService, type Service } from "./shadow-ask";
import { followLog, readLogs, sizeOfLogs, type LogLine } from "./shadow-log";
import { runShadow } from "./shadow-run";
import { describeReport } from "./shadow-text";
import { mustBeValid, readSnippetDirectory, type TreeCommandOptions } from "./snippet-files";
import { treeOptions } from "./tree-options";
import { readDuration } from "./times";

type Options = TreeCommandOptions & {
  old: string;
  new?: string;
  aus2Config?: string;
  log?: string[];
  follow?: string;
  for?: string;
  format: LogFormat;
  field?: string;
  force?: true;
  rate?: string;
  parallel: string;
  limit: string;
  accept?: string[];
  resume?: string;
  report?: string;
  json?: string;
};

/** `aus shadow` */
export function registerShadow({ io, program, run }: CommandGroups): void {
  const command = program
    .command("shadow")
    .description(
      "ask an old and a new update service what clients were recorded to ask, and tell what differs",
    )
    .requiredOption("--old <url|dir>", "the old service's address, or an AUS2 snippet tree")
    .option(
      "--aus2-config <file>",
      "with a snippet tree: the platforms that AUS2 answered with silence, as for import",
    )
    .option("--new <url>", "the new service's address; this service where it is not given")
    .option(
      "--log <files...>",
      "access logs of Apache or nginx, URLs or paths, JSON lines; gzipped or not; - is standard input",
    )
    .option("--follow <file>", "a log that is being written: compare what is added to it, until Ctrl-C")
    .option("--for <duration>", "with --follow: end after so long, e.g. 24h")
    .addOption(
      new Option("--format <format>", "how the logs are written").choices(logFormats).default("auto"),
    )
    .option("--field <name>", 'of JSON lines: where the request is, e.g. "request" or "http.url"')
    .option("--force", "ask everything as a person would, past throttles")
    .option("--rate <n>", "requests a second that each service is asked, at most")
    .option("--parallel <n>", "requests under way at once", "8")
    .option("--limit <n>", "compare so many distinct requests, at most", "1000000")
    .option("--accept <group>", "count differences of a group as meant; repeatable", collect)
    .option("--resume <file>", "keep here what was compared, and go on from there")
    .option("--report <file>", "write a page with all differences and a checklist, as HTML")
    .option("--json <file>", "write the report as JSON; - is standard output");
  treeOptions(command).action(run((options: Options) => shadow(io, options)));
}

function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

async function shadow(io: Io, options: Options): Promise<ExitStatus> {
  const numbers = readNumbers(options);
  const { lines, logs, percent, stopping } = source(io, options);
  const services = { old: oldService(io, options), new: newService(io, options) };
  try {
    const report = await runShadow(io, {
      ...{ services, lines, logs, percent },
      ...numbers,
      reading: { format: options.format, field: options.field ?? null, force: options.force ?? false },
      accepted: new Set(options.accept),
      resume: options.resume ?? null,
      isStopped: () => stopping.isStopped,
      isFollowing: options.follow !== undefined,
    });
    write(io, report, options);
    const left = report.different.distinct + report.unanswered.distinct;
    return left > 0 || report.isStopped ? exitStatus.failed : exitStatus.done;
  } finally {
    stopping.end();
  }
}

function readNumbers({ rate, parallel, limit }: Options) {
  return {
    rate: rate === undefined ? null : Number(readNumber(rate, "The rate")),
    parallel: Math.min(Number(readNumber(parallel, "--parallel")), 256),
    limit: Math.min(Number(readNumber(limit, "The limit")), mostRequests),
  };
}

/** 24 bytes of memory each. */
const mostRequests = 20_000_000;

type Source = {
  readonly lines: AsyncIterable<LogLine>;
  readonly logs: readonly string[];
  readonly percent: () => number | null;
  readonly stopping: Stopping;
};

function source(io: Io, { log = [], follow, for: duration }: Options): Source {
  if ((log.length === 0) === (follow === undefined)) throw misuse("Give --log FILE…, or --follow FILE.");
  if (duration !== undefined && follow === undefined) throw misuse("--for goes with --follow.");
  const patience = duration === undefined ? null : readDuration(duration, "--for");
  const stopping = new Stopping(io);
  if (follow !== undefined) {
    const begun = performance.now();
    const isOver = () => stopping.isStopped || (patience !== null && performance.now() - begun >= patience);
    return { lines: followLog(io, follow, isOver), logs: [follow], percent: () => null, stopping };
  }
  const size = sizeOfLogs(log);
  let read = 0;
  const lines = readLogs(log, (bytes) => (read += bytes));
  return { lines, logs: log, percent: () => (size === 0 ? null : (100 * read) / size), stopping };
}

/** Ctrl-C ends the reading, and what was found is told; a second one ends the process. */
class Stopping {
  isStopped = false;
  readonly #listener: () => void;

  constructor(io: Io) {
    this.#listener = () => {
      this.isStopped = true;
      io.tell("Stopping; press Ctrl-C again to leave without a report.");
    };
    process.once("SIGINT", this.#listener);
  }

  end(): void {
    process.off("SIGINT", this.#listener);
  }
}

const address = /^https?:\/\//i;

function oldService(io: Io, { old, ...options }: Options): Service {
  const { aus2Config } = options;
  if (address.test(old)) {
    if (aus2Config !== undefined) {
      throw misuse("--aus2-config goes with a snippet tree: a running AUS2 has its own.");
    }
    return httpService(io, "old", checkedAddress(old, "--old"));
  }
  const config = aus2Config === undefined ? undefined : readAus2Config(aus2Config);
  const tree = readSnippetDirectory(io, old, options);
  mustBeValid(old, tree, options);
  return treeService(`the snippets in ${old}`, tree, config?.unsupportedPlatforms);
}

function newService(io: Io, { new: given }: Options): Service {
  if (given === undefined) return httpService(io, "new", connect(io, { as: null }).url);
  if (!address.test(given)) {
    throw misuse(`--new "${given}" is no address: write e.g. https://aus.example.com`);
  }
  return httpService(io, "new", checkedAddress(given, "--new"));
}

function checkedAddress(text: string, what: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^\/(?!update)[^?#]*$/.test(`${url.pathname}${url.search}${url.hash}`)) return text;
  throw misuse(
    `${what} "${text}" is no address of a service: write what comes before /update/, e.g. https://aus.example.com`,
  );
}

function write(io: Io, report: ShadowReport, { report: page, json }: Options): void {
  if (page !== undefined) writeTextFile(page, reportPage(report));
  if (json === "-") io.print(JSON.stringify(report, null, 2));
  else if (json !== undefined) writeTextFile(json, `${JSON.stringify(report, null, 2)}\n`);
  if (json !== "-") io.print(describeReport(report));
  if (page !== undefined) io.tell(`The whole report, with a checklist: ${page}`);
}
