import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { constants, setPriority } from "node:os";

import { webProcessEnv } from "@/lib/env";
import { log } from "@/lib/log";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** A process that lived this long was well: its end is no reason to wait longer than the first time. */
const WELL_AFTER = 60_000;

export type WebProcess = {
  /** The loopback port that pages are served on; null while they are not. */
  port: () => number | null;
  /** Settles when pages are served for the first time. */
  ready: Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Runs the pages in a process of their own, at a lower priority, so that rendering them never holds up an answer to
 * a client. A process that ends is replaced, at growing intervals if it keeps ending.
 */
export function superviseWebProcess(script: string): WebProcess {
  const events = new EventEmitter();
  const ready = once(events, "listening").then(() => undefined);
  let child: ChildProcess | undefined;
  let port: number | null = null;
  let delay = FIRST_DELAY;
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;

  function start(): void {
    const began = process.uptime();
    child = fork(script, { env: webProcessEnv() });
    lowerPriority(child.pid);
    child.on("message", (message: { port: number }) => {
      port = message.port;
      events.emit("listening");
    });
    child.on("error", (error) => {
      log.error({ err: error }, "the page process could not be started");
    });
    child.once("exit", (code, signal) => {
      port = null;
      child = undefined;
      if (stopping) return;
      delay = (process.uptime() - began) * 1000 > WELL_AFTER ? FIRST_DELAY : delay;
      log.error({ code, signal, restartIn: delay }, "the page process ended");
      restart = setTimeout(start, delay);
      delay = Math.min(delay * 2, LONGEST_DELAY);
    });
  }

  start();
  return {
    port: () => port,
    ready,
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      const last = child;
      if (!last) return;
      const ended = once(last, "exit");
      last.kill("SIGTERM");
      const patience = setTimeout(() => last.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(patience);
    },
  };
}

function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    log.warn({ err: error }, "the page process keeps its priority");
  }
}
