// The embedded PostgreSQL: a real server from an npm package, its data below the data directory.
import { spawn, spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import { postgresPackage } from "./install.mjs";
import { isAlive, joinUsers, withLock } from "./lock.mjs";
import { postgresIdentity } from "./postgres-identity.mjs";
import { ensureRoles, roleAddress, superuser } from "./postgres-roles.mjs";
import { atEnd, dataDirectory, run, say, Stop } from "./process.mjs";

const logFile = path.join(dataDirectory, "postgres.log");
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Starts PostgreSQL, or joins the one that already runs on this data directory. It stops with its last user.
 * @returns a function that gives a database's address by its name and by who is to use it: "application", "owner"
 * or "superuser"
 */
export async function startPostgres() {
  const binaries = path.join(postgresPackage, "native/bin");
  if (!fs.existsSync(binaries)) {
    throw new Stop(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  fs.mkdirSync(dataDirectory, { recursive: true });
  const identity = postgresIdentity(binaries, path.join(dataDirectory, "postgres"));
  const users = joinUsers(path.join(dataDirectory, "postgres-users"));
  atEnd(() => withLock(path.join(dataDirectory, "postgres.lock"), () => users.leave() && stop(identity)));
  return withLock(path.join(dataDirectory, "postgres.lock"), async () => {
    if (!fs.existsSync(path.join(identity.data, "aus3-password"))) await createCluster(identity);
    const secret = fs.readFileSync(path.join(identity.data, "aus3-password"), "utf8");
    const port = (await runningPort(identity)) ?? (await startServer(identity));
    await whenItAnswers(() => ensureRoles({ port, secret }));
    return (database, role = "application") => roleAddress({ port, secret }, database, role);
  });
}

async function createCluster({ wrap, ids, binaries, data }) {
  say("creating the database cluster");
  fs.rmSync(data, { recursive: true, force: true });
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  const password = crypto.randomBytes(24).toString("base64url");
  const passwordFile = `${data}-password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (ids.uid) for (const file of [data, passwordFile]) fs.chownSync(file, ids.uid, ids.gid);
  // The locale is PostgreSQL's own, so that databases are alike on all machines.
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"];
  const access = [`--username=${superuser}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const speed = ["--no-sync", "--no-instructions"];
  const [command, args] = wrap(path.join(binaries, "initdb"), ["-D", data, ...locale, ...access, ...speed]);
  await run(command, args, { ...ids, cwd: "/", env: serverEnv(), quiet: true });
  // Written last: a cluster without it was not finished, and is made anew.
  fs.renameSync(passwordFile, path.join(data, "aus3-password"));
}

const serverEnv = () => ({ PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" });

async function startServer({ wrap, ids, binaries, data }) {
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  const [command, args] = wrap(path.join(binaries, "postgres"), [
    "-D",
    data,
    "-p",
    String(port),
    ...settings.flatMap((setting) => ["-c", setting]),
  ]);
  const output = fs.openSync(logFile, "a");
  // In a process group of its own: Ctrl-C stops it after those who use it, not before.
  const options = { ...ids, cwd: "/", env: serverEnv(), stdio: ["ignore", output, output], detached: true };
  const server = spawn(command, args, options);
  server.on("error", (error) => say(`PostgreSQL could not be run: ${error.message}`));
  server.unref();
  fs.closeSync(output);
  for (let waited = 0; !fs.existsSync(path.join(data, "postmaster.pid")); waited += 25) {
    if (server.exitCode !== null || waited > 20_000) throw didNotStart();
    await pause(25);
  }
  return port;
}

function didNotStart() {
  const last = fs.existsSync(logFile)
    ? fs.readFileSync(logFile, "utf8").split("\n").slice(-15).join("\n")
    : "";
  return new Stop(`PostgreSQL did not start. The end of ${logFile}:\n${last}`);
}

async function whenItAnswers(action) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (error.code === "28P01") throw new Stop(`PostgreSQL refuses its own password: ${error.message}`);
      if (!isStarting(error)) throw error;
      if (Date.now() > deadline) throw didNotStart();
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
function runningServer({ data }) {
  const file = path.join(data, "postmaster.pid");
  if (!fs.existsSync(file)) return undefined;
  const [pid, , , port] = fs.readFileSync(file, "utf8").split("\n");
  if (isAlive(Number(pid)) && commandOf(Number(pid)).includes(data)) {
    return { pid: Number(pid), port: Number(port) };
  }
  fs.rmSync(file, { force: true });
  return undefined;
}

async function runningPort(identity) {
  const running = runningServer(identity);
  return running?.port;
}

function commandOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
  }
}

async function stop(identity) {
  const running = runningServer(identity);
  if (!running) return;
  process.kill(running.pid, "SIGINT");
  for (let waited = 0; isAlive(running.pid) && waited < 10_000; waited += 25) await pause(25);
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
