import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { setPriority } from "node:os";

import { log } from "@/lib/log";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** A process that lived this long was well: its end is no reason to wait longer than the first time. */
const WELL_AFTER = 60_000;

type Options = {
  /** What logs call it. */
  name: string;
  /** Without it, it has ours. */
  env?: () => NodeJS.ProcessEnv;
  /** What Node itself is told. */
  nodeOptions?: readonly string[];
  /** How low: of `constants.priority`. */
  priority: number;
  /** Told of what it says. */
  onMessage?: () => void;
  /** What to start Node through, as `inSpareTime` tells. */
  through?: readonly [program: string, ...args: string[]] | null;
};

export type SupervisedProcess<Message> = {
  /** What it said when it was ready; null while it is not. */
  state: () => Message | null;
  /** Settles when it is ready for the first time. */
  ready: Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Runs a part of the service in a process of its own, at a lower priority, so that it never holds up an answer to a
 * client. It sends one message when it is ready, and more where it has news. A process that ends is replaced, at growing intervals if it keeps
 * ending.
 */
export function superviseProcess<Message>(
  script: string,
  { name, env, nodeOptions = [], priority, onMessage, through }: Options,
): SupervisedProcess<Message> {
  const events = new EventEmitter();
  const [execPath, ...execArgv] = [...(through ?? []), process.execPath, ...process.execArgv, ...nodeOptions];
  const ready = once(events, "ready").then(() => undefined);
  let child: ChildProcess | undefined;
  let state: Message | null = null;
  let delay = FIRST_DELAY;
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;

  function start(): void {
    const began = process.uptime();
    child = fork(script, { ...(env && { env: env() }), execPath, execArgv });
    lowerPriority(child.pid, { name, priority });
    child.on("message", (message: Message) => {
      state = message;
      events.emit("ready");
      onMessage?.();
    });
    child.on("error", (error) => {
      log.error({ err: error }, `the ${name} process could not be started`);
    });
    child.once("exit", (code, signal) => {
      state = null;
      child = undefined;
      if (stopping) return;
      delay = (process.uptime() - began) * 1000 > WELL_AFTER ? FIRST_DELAY : delay;
      log.error({ code, signal, restartIn: delay }, `the ${name} process ended`);
      restart = setTimeout(start, delay);
      delay = Math.min(delay * 2, LONGEST_DELAY);
    });
  }

  start();
  return {
    state: () => state,
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

function lowerPriority(
  pid: number | undefined,
  { name, priority }: { name: string; priority: number },
): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, priority);
  } catch (error) {
    log.warn({ err: error }, `the ${name} process keeps its priority`);
  }
}
