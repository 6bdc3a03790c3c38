// The embedded PostgreSQL: a real server from an npm package, its data below the data directory.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { postgresPackage } from "./install.mjs";
import { joinUsers, withLock } from "./lock.mjs";
import { postgresIdentity } from "./postgres-identity.mjs";
import { ensureRoles, roleAddress, superuser } from "./postgres-roles.mjs";
import { runningServer, serverEnv, startServer, stopServer, whenItAnswers } from "./postgres-server.mjs";
import { atEnd, dataDirectory, run, say, Stop } from "./process.mjs";

const log = path.join(dataDirectory, "postgres.log");

/** How PostgreSQL runs on the cluster below a data directory. */
export function embeddedIdentity(directory = dataDirectory) {
  const binaries = path.join(postgresPackage, "native/bin");
  if (!fs.existsSync(binaries)) {
    throw new Stop(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  fs.mkdirSync(directory, { recursive: true });
  return postgresIdentity(binaries, path.join(directory, "postgres"));
}

/** The superuser's password on a cluster; undefined: it was never finished. */
export function secretOf({ data }) {
  const file = path.join(data, "aus3-password");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

/** Whether this process has started or joined it already. */
let isUser = false;

/**
 * Starts PostgreSQL, or joins the one that already runs on this data directory. It stops with its last user.
 * @param options startServer's, for the case that it does not run yet
 * @returns a function that gives a database's address by its name and by who is to use it: "application", "owner"
 * or "superuser"
 */
export async function startPostgres(options = {}) {
  const identity = embeddedIdentity();
  const locked = (action) => withLock(path.join(dataDirectory, "postgres.lock"), action);
  if (!isUser) {
    const users = joinUsers(path.join(dataDirectory, "postgres-users"));
    atEnd(() => locked(() => users.leave() && stopServer(identity)));
  }
  isUser = true;
  return locked(async () => {
    const secret = secretOf(identity) ?? (await createCluster(identity));
    const at = runningServer(identity)?.port ?? (await startServer(identity, { log, ...options }));
    await whenItAnswers(log, () => ensureRoles({ port: at, secret }));
    return (database, role = "application") => roleAddress({ port: at, secret }, database, role);
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
  return password;
}
