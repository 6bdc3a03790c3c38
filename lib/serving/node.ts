import cluster, { type Worker } from "node:cluster";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

import { nodeEnv, type NodeSettings } from "@/lib/env";
import { log, logDefect } from "@/lib/log";

import { startCanary } from "./canary-process";
import { tellMetrics } from "./node-metrics";
import { NodeReporter, type ReportSink } from "./node-reporter";
import { NodeProcesses, type NodeStanding, type WorkerState } from "./node-state";
import { reportsIntoDatabase, reportsToService } from "./report-sinks";

const firstDelay = 500;
const longestDelay = 30_000;
/** A process that lived this long was well: its end is no reason to wait longer than the first time. */
const wellAfter = 60_000;

/** Runs a node that only answers clients: one process for each core, and this one, which starts and watches them. */
function run(): void {
  const settings = nodeEnv();
  const workersWanted = settings.WORKERS ?? availableParallelism();
  const processes = new NodeProcesses();
  const to = reportSink(settings);
  const canary = startCanary(settings, () => reporter?.soon());
  const reporter: NodeReporter | null =
    to &&
    new NodeReporter({
      to,
      standing: () => processes.standing(),
      name: settings.AUS_NODE,
      dataCentre: settings.AUS_DATA_CENTRE,
      workersWanted,
      verdict: canary && (() => canary.state()),
    });
  if (!reporter) {
    log.warn("nobody is told how this node is, and its traffic is not counted: set AUS_REPORT_URL");
  }
  const workers = new Workers(workersWanted, (slot, state) => {
    const before = pressing(processes.standing());
    if (state) processes.note(slot, state);
    else processes.forget(slot);
    if (pressing(processes.standing()) !== before) reporter?.soon();
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all([workers.stop(), canary?.stop()]);
    await reporter?.stop();
    process.exit(0);
  };
  process.on("SIGINT", () => void stop()).on("SIGTERM", () => void stop());
  process.on("disconnect", () => void stop());
  tellMetrics();
  workers.start();
  reporter?.start();
  void workers.ready.then(() => {
    log.info({ host: settings.HOST, port: settings.PORT, workers: workersWanted }, "serving clients");
    process.send?.("ready");
  });
}

/** What of a node's state is told at once. */
function pressing(standing: NodeStanding | null): string {
  const { head, fromDisk, problem, workers, held } = standing ?? {};
  return JSON.stringify([head?.hash, fromDisk, problem, workers, held]);
}

/** Null: there is nowhere to tell it. */
function reportSink({ AUS_REPORT_URL, AUS_SECRET, DATABASE_URL }: NodeSettings): ReportSink | null {
  if (AUS_REPORT_URL !== undefined) return reportsToService({ url: AUS_REPORT_URL, secret: AUS_SECRET });
  return DATABASE_URL === undefined ? null : reportsIntoDatabase(DATABASE_URL);
}

/** The processes that answer, each in its slot; one that ends is replaced. */
class Workers {
  /** Settles when one of them answers clients. */
  readonly ready: Promise<void>;
  readonly #wanted: number;
  readonly #onState: (slot: number, state: WorkerState | null) => void;
  readonly #running = new Map<number, Worker>();
  #isReady!: () => void;
  #served = false;
  #stopping = false;
  #allGone: (() => void) | undefined;

  constructor(wanted: number, onState: (slot: number, state: WorkerState | null) => void) {
    this.#wanted = wanted;
    this.#onState = onState;
    this.ready = new Promise((resolve) => (this.#isReady = resolve));
  }

  start(): void {
    for (let slot = 0; slot < this.#wanted; slot++) this.#fork(slot, firstDelay);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const gone = new Promise<void>((resolve) => (this.#allGone = resolve));
    for (const worker of this.#running.values()) worker.process.kill("SIGTERM");
    if (this.#running.size > 0) await gone;
  }

  #fork(slot: number, delay: number): void {
    if (this.#stopping) return;
    cluster.setupPrimary({
      exec: fileURLToPath(new URL("./node-worker.mjs", import.meta.url)),
      args: [String(slot)],
    });
    const began = process.uptime();
    const worker = cluster.fork();
    this.#running.set(slot, worker);
    worker.on("message", ({ state }: { readonly state?: WorkerState }) => {
      if (state) this.#onState(slot, state);
    });
    worker.once("listening", () => {
      this.#served = true;
      this.#isReady();
    });
    worker.on("error", (error) => {
      log.error({ err: error }, "a process of the node could not be reached");
    });
    worker.once("exit", (code: number | null, signal: string | null) => {
      this.#running.delete(slot);
      this.#onState(slot, null);
      if (this.#stopping && this.#running.size === 0) this.#allGone?.();
      if (this.#stopping) return;
      // Before anything was answered it is the settings that are wrong.
      if (!this.#served && code === 1) process.exit(1);
      const wait = (process.uptime() - began) * 1_000 > wellAfter ? firstDelay : delay;
      log.error({ code, signal, restartIn: wait }, "a process of the node ended");
      setTimeout(() => {
        this.#fork(slot, Math.min(wait * 2, longestDelay));
      }, wait);
    });
  }
}

process.on("unhandledRejection", (error) => {
  logDefect(error, "a promise was rejected and nobody listened");
});

try {
  run();
} catch (error) {
  log.fatal({ err: error }, "the node could not start");
  process.exit(1);
}
