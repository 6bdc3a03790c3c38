import { Ledger } from "@/lib/shadow/ledger";
import { readRecorded, type NotCompared, type Recorded, type RecordedOptions } from "@/lib/shadow/recorded";
import type { Run, ShadowReport, SkippedReport } from "@/lib/shadow/report";
import { makeReport } from "@/lib/shadow/sum-up";
import { Tally } from "@/lib/shadow/tally";
import { counted, number } from "@/lib/shadow/words";

import { Failure } from "./failure";
import type { Io } from "./io";
import { Journal } from "./shadow-journal";
import { judge, type Services } from "./shadow-judge";
import type { LogLine } from "./shadow-log";
import { Pool } from "./shadow-pool";

export type Plan = {
  readonly services: Services;
  readonly lines: AsyncIterable<LogLine>;
  readonly logs: readonly string[];
  readonly reading: RecordedOptions;
  readonly limit: number;
  readonly parallel: number;
  /** Null: as fast as it goes. */
  readonly rate: number | null;
  readonly accepted: ReadonlySet<string>;
  /** Null: what is compared is not kept. */
  readonly resume: string | null;
  /** Whether somebody has ended it. */
  readonly isStopped: () => boolean;
  /** The log has no end: somebody has to end it. */
  readonly isFollowing: boolean;
  /** How much of the logs is read, in per cent; null: they have no end. */
  readonly percent: () => number | null;
};

const tellEveryMs = 5_000;
/** A file of which the first so many lines hold no request at all is no log that can be read here. */
const patience = 1_000;

/** Reads logs, asks both services each distinct request once, and sums up what differs. */
export async function runShadow(io: Io, plan: Plan): Promise<ShadowReport> {
  const run = new Running(io, plan);
  await run.open();
  try {
    await run.readAll();
  } finally {
    run.close();
  }
  return run.report();
}

class Running {
  readonly #ledger: Ledger;
  readonly #tally: Tally;
  readonly #pool: Pool;
  readonly #skipped = new Map<NotCompared, SkippedReport>();
  #journal: Journal | null = null;
  #lines = 0;
  #beyondLimit = 0;
  #compared = 0;
  #different = 0;
  #begun = performance.now();
  #told = performance.now();
  #file = { name: "", lines: 0, requests: 0, first: "" };

  constructor(
    readonly io: Io,
    readonly plan: Plan,
  ) {
    this.#ledger = new Ledger(plan.limit);
    this.#tally = new Tally(plan.accepted);
    this.#pool = new Pool(plan.parallel, plan.rate, () => performance.now(), io.pause);
  }

  async open(): Promise<void> {
    const { resume, services, reading } = this.plan;
    if (resume === null) return;
    const head = { old: services.old.name, new: services.new.name, force: reading.force };
    this.#journal = await Journal.open(resume, head, { ledger: this.#ledger, tally: this.#tally });
    if (this.#ledger.size > 0) {
      this.io.tell(`${resume}: ${counted(this.#ledger.size, "request")} were compared before.`);
    }
  }

  async readAll(): Promise<void> {
    for await (const line of this.plan.lines) {
      if (this.plan.isStopped()) break;
      await this.#read(line);
    }
    await this.#pool.drain();
    this.#mustBeLog();
    if (this.#ledger.size === 0 && !this.plan.isStopped()) {
      throw new Failure(
        `There is no request for an update in ${this.plan.logs.join(", ")}: ${this.#whatElse()}.`,
      );
    }
  }

  close(): void {
    this.#journal?.flush();
  }

  report(): ShadowReport {
    const { plan } = this;
    const run: Run = {
      old: plan.services.old.name,
      new: plan.services.new.name,
      logs: plan.logs,
      finishedAt: `${this.io.now().toISOString().slice(0, 16).replace("T", " ")} UTC`,
      isStopped: plan.isStopped() && !plan.isFollowing,
      isForced: plan.reading.force,
      lines: this.#lines,
      skipped: [...this.#skipped.values()].sort((a, b) => b.lines - a.lines),
      beyondLimit: this.#beyondLimit,
    };
    return makeReport(run, this.#ledger, this.#tally);
  }

  async #read(line: LogLine): Promise<void> {
    this.#lines += 1;
    const read = readRecorded(line.text, this.plan.reading);
    this.#watchFormat(line, read.kind === "none" ? read.reason : null);
    if (read.kind === "none") {
      this.#skip(read.reason, line);
      return;
    }
    const { recorded } = read;
    const noted = this.#ledger.note(recorded.fingerprint);
    if (!noted) this.#beyondLimit += 1;
    else if (noted.isNew) await this.#pool.add(() => this.#compare(recorded, noted.entry));
    this.#tell();
  }

  async #compare(recorded: Recorded, entry: number): Promise<void> {
    const verdict = await judge(this.plan.services, recorded);
    const { product, channel } = recorded.query;
    this.#ledger.settle(entry, this.#tally.note({ target: recorded.target, product, channel }, verdict));
    this.#journal?.note(recorded, verdict);
    this.#compared += 1;
    if (verdict.kind === "compared" && verdict.found.some(({ intended }) => intended === null)) {
      this.#different += 1;
    }
  }

  #skip(reason: NotCompared, { file, line }: LogLine): void {
    const known = this.#skipped.get(reason);
    this.#skipped.set(
      reason,
      known ? { ...known, lines: known.lines + 1 } : { reason, lines: 1, file, line },
    );
  }

  #watchFormat({ file, text }: LogLine, reason: NotCompared | null): void {
    if (this.#file.name !== file) {
      this.#mustBeLog();
      this.#file = { name: file, lines: 0, requests: 0, first: "" };
    }
    if (reason === "empty line or comment") return;
    const isForeign = reason === "no request in the line" || reason === "no such field in the JSON";
    if (this.#file.lines === 0) this.#file.first = text;
    this.#file.lines += 1;
    if (!isForeign) this.#file.requests += 1;
    if (this.#file.lines === patience) this.#mustBeLog();
  }

  /** @throws Failure when none of a file's lines holds a request */
  #mustBeLog(): void {
    const { name, lines, requests, first } = this.#file;
    if (lines === 0 || requests > 0) return;
    throw new Failure(
      [
        `${name} is no log of requests that can be read here: none of its first ${counted(lines, "line")} holds one.`,
        `  ${name}:1: "${excerpt(first)}"`,
        "Give an access log of Apache (common, combined) or nginx, one URL or path a line, or JSON lines with --field NAME; gzipped or not.",
      ].join("\n"),
    );
  }

  #whatElse(): string {
    const reasons = [...this.#skipped.values()].map(
      ({ reason, lines }) => `${counted(lines, "line")} with ${reason}`,
    );
    return reasons.length === 0 ? "it is empty" : reasons.join(", ");
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#told < tellEveryMs) return;
    this.#told = now;
    const perSecond = Math.round((1_000 * this.#compared) / (now - this.#begun));
    const percent = this.plan.percent();
    const read = percent === null ? "" : `, ${percent.toFixed(0)} % of the logs read`;
    this.io.tell(
      `${number(this.#compared)} compared (${perSecond} a second), ${number(this.#different)} differ${read}`,
    );
  }
}

function excerpt(text: string): string {
  return text.slice(0, 80).replace(/[^ -~]/g, "·");
}
