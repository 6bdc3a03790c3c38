import { EventEmitter } from "node:events";
import { Logger, run, type Runner, type RunnerOptions } from "graphile-worker";

import { connections } from "@/lib/db/client";
import { env } from "@/lib/env";
import { log, logDefect } from "@/lib/log";

import { Presence } from "./presence";
import { sweep } from "./sweep";
import { deliveryTasks, longTasks, ownTasks, timetable } from "./tasks";

/** Milliseconds between looks for what has become due: a step is at most so late. */
const lookEvery = 500;
const sweepEvery = 1000;
/** Milliseconds that deliveries on their way have left when the worker is stopped. */
const lastCall = 1500;
/** Changes queue for the head anyway: more would only wait there. */
const ownAtOnce = 2;
const deliveriesAtOnce = 4;

export type Worker = {
  /** Settles when the worker ends, by itself only because of a defect. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Works on what is due until it is stopped. */
export async function startWorker(): Promise<Worker> {
  const pools: string[] = [];
  const start = (options: RunnerOptions) => {
    const events = new EventEmitter() as NonNullable<RunnerOptions["events"]>;
    events.once("pool:create", ({ workerPool }) => pools.push(workerPool.id));
    return run({
      ...options,
      events,
      pgPool: connections(),
      schema: "jobs",
      pollInterval: lookEvery,
      noHandleSignals: true,
      gracefulShutdownAbortTimeout: lastCall,
    });
  };
  const runners = [
    await start({
      taskList: ownTasks,
      crontab: timetable,
      concurrency: ownAtOnce,
      logger: loggerFor("error"),
    }),
    // That somebody else's server is away is no fault of ours: it can be seen with the deliveries.
    await start({
      taskList: deliveryTasks,
      parsedCronItems: [],
      concurrency: deliveriesAtOnce,
      logger: loggerFor("info"),
    }),
    await start({
      taskList: longTasks,
      parsedCronItems: [],
      concurrency: 1,
      logger: loggerFor("error"),
    }),
  ];
  const presence = new Presence(env().DATABASE_URL);
  await presence.start(pools);
  const sweeping = repeat(sweep, sweepEvery);
  return {
    ended: Promise.race(runners.map(({ promise }) => promise)),
    stop: async () => {
      await sweeping.stop();
      await Promise.all(runners.map(stopRunner));
      await presence.stop();
    },
  };
}

async function stopRunner(runner: Runner): Promise<void> {
  // It may have stopped by itself, because of what its own promise tells.
  await runner.stop().catch(() => undefined);
}

/** Does something again and again, with a pause after each time; what is thrown is logged. */
function repeat(work: () => Promise<void>, pause: number): { stop: () => Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const once = async () => {
    await work().catch((error: unknown) => {
      logDefect(error, "the queue could not be looked through");
    });
    if (!stopped) timer = setTimeout(begin, pause);
  };
  const begin = () => {
    running = once();
  };
  begin();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** @param errors at which level failed jobs are told */
function loggerFor(errors: "error" | "info"): Logger {
  const levels = { error: errors, warning: "warn", info: "debug", debug: "trace" } as const;
  return new Logger(() => (level, message) => {
    log[levels[level]](message);
  });
}
