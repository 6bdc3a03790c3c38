// What every step of starting up needs: where things are, running programs, and undoing what was started.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Where this copy keeps what it makes: the database, its secrets and its logs. */
export const dataDirectory = path.resolve(root, process.env.DATA_DIR || ".data");

/** The environment for the programs that we run; none of them needs to report to its makers. */
export const quietEnv = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
};

const began = Date.now();

export function say(message) {
  console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${message}`);
}

/** A failure that its message explains: it is printed without a stack. */
export class Stop extends Error {}

/** The database is away: whoever has a snapshot can answer clients all the same. */
export class DatabaseAway extends Stop {}

const running = new Set();

/**
 * Runs a program to its end.
 * @param options spawn's; with `quiet` the output shows only when the program fails
 * @returns what it printed, if `quiet`
 * @throws Stop when the program fails
 */
export function run(command, args, { quiet = false, ...options } = {}) {
  const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit";
  const child = spawn(command, args, { stdio, env: quietEnv, cwd: root, ...options });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Stop(`${path.basename(args[0] ?? command)}: ${why}\n${output}`.trim()));
    child.on("error", (error) => fail(error.message));
    child.on("close", (status, signal) => {
      running.delete(child);
      if (status === 0) resolve(output);
      else fail(signal ? `ended by ${signal}` : `exit status ${status}`);
    });
  });
}

/** How to run the program that a package installs, without npm in between: [node, script]. */
export function tool(packageName, program = packageName) {
  const home = path.join(root, "node_modules", packageName);
  const { bin } = JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8"));
  return [process.execPath, path.join(home, typeof bin === "string" ? bin : bin[program])];
}

/** @param program where a package installs several, or one of another name */
export function runTool(packageName, args, options, program = packageName) {
  const [node, script] = tool(packageName, program);
  return run(node, [script, ...args], options);
}

const undo = [];

/** Has something done when this process ends, in reverse order, whether it ends well or not. */
export function atEnd(action) {
  undo.push(action);
}

/** Stops all that this process started. */
export async function leave() {
  for (const child of running) child.kill("SIGTERM");
  while (undo.length > 0) {
    try {
      await undo.pop()();
    } catch (error) {
      console.error(error);
    }
  }
}

export async function end(code) {
  await leave();
  process.exit(code);
}
