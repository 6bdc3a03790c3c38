// A server of the embedded PostgreSQL on one data directory: started, found again, stopped and killed.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { freePort } from "./free-port.mjs";
import { isAlive } from "./lock.mjs";
import { say, Stop } from "./process.mjs";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const serverEnv = () => ({ PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" });

/**
 * @param identity as postgresIdentity says
 * @param options.log the file for what the server says
 * @param options.port where it listens; else on a free one
 * @param options.addresses on which it listens
 * @param options.settings other settings, as "name=value"
 * @param options.inside a command that runs others, for instance in a network namespace
 * @returns its port
 */
export async function startServer(
  identity,
  { log, port, addresses = ["127.0.0.1"], settings = [], inside = [] },
) {
  const at = port ?? (await freePort());
  const all = [
    `listen_addresses=${addresses.join(",")}`,
    "unix_socket_directories=",
    "max_connections=200",
    ...settings,
  ];
  const args = ["-D", identity.data, "-p", String(at), ...all.flatMap((setting) => ["-c", setting])];
  const [command, rest, ids] = asItsUser(identity, args, inside);
  const output = fs.openSync(log, "a");
  // In a process group of its own: Ctrl-C stops it after those who use it, not before.
  const options = { ...ids, cwd: "/", env: serverEnv(), stdio: ["ignore", output, output], detached: true };
  const server = spawn(command, rest, options);
  server.on("error", (error) => say(`PostgreSQL could not be run: ${error.message}`));
  server.unref();
  fs.closeSync(output);
  for (let waited = 0; !fs.existsSync(path.join(identity.data, "postmaster.pid")); waited += 25) {
    if (server.exitCode !== null || waited > 20_000) throw didNotStart(log);
    await pause(25);
  }
  return at;
}

/** What only root may enter is entered first. */
function asItsUser({ wrap, ids, binaries }, args, inside) {
  const [command, rest] = wrap(path.join(binaries, "postgres"), args);
  if (inside.length === 0) return [command, rest, ids];
  const who = ids.uid ? ["setpriv", `--reuid=${ids.uid}`, `--regid=${ids.gid}`, "--clear-groups"] : [];
  return [inside[0], [...inside.slice(1), ...who, command, ...rest], {}];
}

function didNotStart(log) {
  const last = fs.existsSync(log) ? fs.readFileSync(log, "utf8").split("\n").slice(-15).join("\n") : "";
  return new Stop(`PostgreSQL did not start. The end of ${log}:\n${last}`);
}

/** Does something as soon as the server that writes that log answers. */
export async function whenItAnswers(log, action) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (error.code === "28P01") throw new Stop(`PostgreSQL refuses its own password: ${error.message}`);
      if (!isStarting(error)) throw error;
      if (Date.now() > deadline) throw didNotStart(log);
      await pause(25);
    }
  }
}

/** Whether nobody listens yet, or PostgreSQL says that it is starting. */
function isStarting({ code, message }) {
  return (
    code === "57P03" || code === "ECONNREFUSED" || code === "ECONNRESET" || /terminated|timeout/.test(message)
  );
}

/** What postmaster.pid says, if it is true: after a crash the file stays, and its number may be another's by now. */
export function runningServer({ data }) {
  const file = path.join(data, "postmaster.pid");
  if (!fs.existsSync(file)) return undefined;
  const [pid, , , port] = fs.readFileSync(file, "utf8").split("\n");
  if (isAlive(Number(pid)) && commandOf(Number(pid)).includes(data)) {
    return { pid: Number(pid), port: Number(port) };
  }
  fs.rmSync(file, { force: true });
  return undefined;
}

function commandOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
  }
}

export async function stopServer(identity) {
  const running = runningServer(identity);
  if (!running) return;
  process.kill(running.pid, "SIGINT");
  await gone([running.pid]);
}

/** Ends it and all of its processes at once, as a power cut does. */
export async function killServer(identity) {
  const running = runningServer(identity);
  if (!running) return;
  const all = [running.pid, ...childrenOf(running.pid)];
  for (const pid of all) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  await gone(all);
}

function childrenOf(pid) {
  const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  return (stdout ?? "").split("\n").map(Number).filter(Boolean);
}

async function gone(pids) {
  for (let waited = 0; pids.some(isAlive) && waited < 10_000; waited += 25) await pause(25);
}
