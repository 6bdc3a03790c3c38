// What drills share: programs that they start, stop and kill, what they ask the service, and how they say what came of it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";

import { atEnd, root, say, Stop } from "./process.mjs";

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Whether something comes true in that time. */
export async function within(milliseconds, isSo) {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (await isSo()) return true;
    await pause(50);
  }
  return false;
}

/** @throws Stop when programs that the drill needs are not installed */
export function need(programs) {
  const absent = programs.filter((name) => spawnSync("which", [name]).status !== 0);
  if (absent.length > 0) throw new Stop(`Install what the drill needs first: ${absent.join(", ")}`);
}

/** @throws Stop when somebody else runs the drill; `why` names what only root may do */
export function needRoot(why) {
  if (process.getuid?.() !== 0) throw new Stop(`Run the drill as root: ${why}`);
}

/** Says of each thing whether it is as it has to be; the status is 0 when all were. */
export function checks() {
  let faults = 0;
  return {
    check: (isRight, what) => {
      say(`${isRight ? "as it has to be" : "WRONG"}: ${what}`);
      if (!isRight) faults++;
    },
    status: () => (faults === 0 ? 0 : 1),
  };
}

/** Whether somebody takes connections there. */
export function listens(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const socket = net.connect(port, host);
    socket.once("connect", () => socket.end(() => resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

/** A program that the drill starts, stops, kills and starts again. At the latest it is stopped with the drill. */
export class Program {
  /** What it said since the last start. */
  text = "";
  #what;
  #part = "";
  #child = null;
  #ended = null;
  #isNoted = false;

  /**
   * @param what.name what it is called
   * @param what.command the program and its arguments
   * @param what.env its environment, ours unless given
   * @param what.inside a command that runs others, for instance in a network namespace
   * @param what.ready when it is ready: listens on a port, or says something; at once unless given
   * @param what.patience milliseconds in which it has to be
   * @param what.wholeGroup whether its children have to be told to stop, too
   * @param what.shown whether what it says is shown instead of kept
   * @param what.onLine gets each line of its standard output
   */
  constructor(what) {
    this.#what = { env: process.env, inside: [], patience: 120_000, ...what };
  }

  get pid() {
    return this.#child?.pid;
  }

  get isRunning() {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Of its last end; null: it was killed, or still runs. */
  get status() {
    return this.#child?.exitCode ?? null;
  }

  /** @returns itself, when it is ready */
  async start() {
    const { name, command, env, inside, ready, patience, shown } = this.#what;
    const [first, ...rest] = [...(inside ?? []), ...command];
    this.text = "";
    // Some programs end when their standard input does.
    const stdio = ["pipe", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"];
    // In a group of its own, so that it can be killed with all of its processes.
    this.#child = spawn(first, rest, { env, cwd: root, stdio, detached: true });
    this.#child.on("error", (error) => (this.text += error.message));
    this.#child.stdin.on("error", () => undefined);
    this.#child.stdout?.setEncoding("utf8").on("data", (text) => this.#said(text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text) => (this.text += text));
    this.#ended = once(this.#child, "close").catch(() => undefined);
    if (!this.#isNoted) atEnd(() => this.stop());
    this.#isNoted = true;
    const isReady = async () =>
      !this.isRunning || (typeof ready === "number" ? await listens(ready) : ready.test(this.text));
    if (ready !== undefined && (!(await within(patience, isReady)) || !this.isRunning))
      throw new Stop(`${name} did not start:\n${this.text}`);
    return this;
  }

  /** Waits until it has said something so often. @throws Stop when it ends before */
  async says(pattern, times = 1) {
    const { name, patience } = this.#what;
    const hasSaid = () => (this.text.match(new RegExp(pattern, "g")) ?? []).length >= times;
    if (!(await within(patience, () => hasSaid() || !this.isRunning)) || !hasSaid())
      throw new Stop(`${name} did not go on:\n${this.text}`);
  }

  /** Waits for its end. @returns its exit status */
  async end() {
    await this.#ended;
    return this.status;
  }

  /** Has it end by itself. */
  async stop() {
    if (this.isRunning) this.#signal("SIGTERM", this.#what.wholeGroup);
    return this.end();
  }

  /** Ends it and all of its processes, which get to do nothing any more. */
  async kill() {
    if (this.isRunning) this.#signal("SIGKILL", true);
    return this.end();
  }

  #said(text) {
    const { onLine } = this.#what;
    if (!onLine) {
      this.text += text;
      return;
    }
    const lines = (this.#part + text).split("\n");
    this.#part = lines.pop();
    for (const line of lines) onLine(line);
  }

  #signal(signal, wholeGroup) {
    try {
      process.kill(wholeGroup ? -this.#child.pid : this.#child.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}

/** @param home the checkout whose program it is, ours unless given */
const ownProgram = (mode, { args = [], home = root } = {}) => [
  process.execPath,
  path.join(home, "lib/boot/run.mjs"),
  mode,
  ...args,
];

/**
 * The whole service as a program of its own, on its own port and data directory. What it is built from has to be there.
 * @param env other settings
 * @param args of the mode "serve"
 */
export function service({ name = "the service", port, directory, env = {}, args, inside, home }) {
  const settings = { ...process.env, DATA_DIR: directory, PORT: String(port), ...env };
  const command = ownProgram("serve", { args, home });
  return new Program({ name, command, env: settings, inside, ready: /ready on/ });
}

/** A node that only answers clients, as `npm run node` starts it. @param env says what it follows and its name */
export function servingNode({ name, port, directory, env, inside, home }) {
  const none = { DATABASE_URL: "", REPLICA_URL: "", AUS_REPORT_URL: "" };
  const settings = {
    ...process.env,
    ...none,
    DATA_DIR: directory,
    PORT: String(port),
    AUS_NODE: name,
    ...env,
  };
  return new Program({
    name: `node ${name}`,
    command: ownProgram("node", { home }),
    env: settings,
    inside,
    ready: /answering clients on port/,
  });
}

/** Signs in to the demo. @returns what asks its API: with a body by POST, unless told otherwise */
export async function signedIn(url, email = "admin@example.com") {
  const send = async (secret, at, body, method = body === undefined ? "GET" : "POST") => {
    const response = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(secret && { authorization: `Bearer ${secret}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Stop(`${at} answered ${response.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  const { secret } = await send(null, "/session", { email, password: "demo-demo-demo" });
  return (at, body, method) => send(secret, at, body, method);
}
