// PostgreSQL refuses to run as root. Whom it runs as, from where, and where its files are.
import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { Stop } from "./process.mjs";

const nobody = { uid: 65534, gid: 65534 };
// initdb wants a user that has a name; nobody has one everywhere.
const namespace = ["--user", `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`, "--"];

const asWeAre = (command, args) => [command, args];
const inNamespace = (command, args) => ["unshare", [...namespace, command, ...args]];

/**
 * @returns how to start PostgreSQL's programs: `wrap` turns a command into the one to spawn, `ids` go to spawn's
 * options, `binaries` and `data` are the directories to use
 */
export function postgresIdentity(binaries, data) {
  if (process.getuid?.() !== 0) {
    return { wrap: userHasName() ? asWeAre : inNamespace, ids: {}, binaries, data };
  }
  fs.mkdirSync(path.dirname(data), { recursive: true });
  if (nobodyCanRun(binaries) && nobodyCanReach(data)) return { wrap: asWeAre, ids: nobody, binaries, data };
  if (namespaceWorks(binaries)) return { wrap: inNamespace, ids: {}, binaries, data };
  return copiedForNobody(binaries, data);
}

function userHasName() {
  try {
    return Boolean(os.userInfo().username);
  } catch {
    return false;
  }
}

function nobodyCanRun(binaries) {
  const options = { ...nobody, cwd: "/", stdio: "ignore" };
  return spawnSync(path.join(binaries, "postgres"), ["--version"], options).status === 0;
}

function nobodyCanReach(file) {
  for (let at = path.dirname(file); ; at = path.dirname(at)) {
    if (!(fs.statSync(at).mode & 0o001)) return false;
    if (at === path.dirname(at)) return true;
  }
}

function namespaceWorks(binaries) {
  const [command, args] = inNamespace(path.join(binaries, "postgres"), ["--version"]);
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** For a project below a directory that only root may enter, on a machine without user namespaces. */
function copiedForNobody(binaries, data) {
  const name = crypto.createHash("sha256").update(data).digest("hex").slice(0, 12);
  const home = path.join("/var/tmp", `aus3-postgres-${name}`);
  fs.mkdirSync(home, { recursive: true, mode: 0o755 });
  if (fs.lstatSync(home).uid !== 0 || !fs.lstatSync(home).isDirectory()) {
    throw new Stop(
      `${home} belongs to somebody else: remove it, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const copy = path.join(home, "native");
  if (!fs.existsSync(copy))
    fs.cpSync(path.dirname(binaries), copy, { recursive: true, verbatimSymlinks: true });
  return { wrap: asWeAre, ids: nobody, binaries: path.join(copy, "bin"), data: path.join(home, "data") };
}
