// A real streaming replica of the embedded PostgreSQL, and a primary that lets it in: for drills.
import fs from "node:fs";
import path from "node:path";

import { baseBackup } from "./base-backup.mjs";
import { freePort } from "./free-port.mjs";
import { embeddedIdentity, secretOf } from "./postgres.mjs";
import { connected, roleAddress } from "./postgres-roles.mjs";
import { killServer, runningServer, startServer, stopServer, whenItAnswers } from "./postgres-server.mjs";
import { atEnd } from "./process.mjs";

const query = (address, ...said) => connected(address, (client) => client.query(...said));

/** The same database, by another address of its machine. */
export function reachedBy(host, address) {
  const url = new URL(address);
  url.hostname = host;
  return url.toString();
}

/** Lets the networks in on which the primary listens. @param primary its address as its superuser */
export async function admitNetworks(primary) {
  const file = path.join(embeddedIdentity().data, "pg_hba.conf");
  const lines = ["host all all samenet scram-sha-256", "host replication all samenet scram-sha-256"];
  const text = fs.readFileSync(file, "utf8");
  const absent = lines.filter((line) => !text.includes(line));
  if (absent.length > 0) fs.appendFileSync(file, `${absent.join("\n")}\n`);
  await query(primary, "SELECT pg_reload_conf()");
}

/** Ends the primary as a power cut does. With startPostgres({ port }) it is there again. */
export const killPrimary = () => killServer(embeddedIdentity());

/**
 * Copies the primary, and follows it from then on.
 * @param from.primary the primary's address as its superuser
 * @param from.primaryHost by which host the replica reaches it
 * @param from.connection what else the replica says of its connection to the primary, as libpq wants it
 * @param to.name of the replica and of its replication slot
 * @param to.directory a data directory, which is replaced
 * @param to.host on which the replica is reached
 * @param to.settings its settings, as "name=value"
 * @param to.inside a command that runs others, for instance in a network namespace
 */
export async function startReplica(
  { primary, primaryHost = "127.0.0.1", connection = "" },
  { name, directory, host = "127.0.0.1", settings, inside },
) {
  const identity = embeddedIdentity(directory);
  await stopServer(identity);
  await dropSlot(primary, name);
  await query(primary, "SELECT pg_create_physical_replication_slot($1, true)", [name]);
  atEnd(() => dropSlot(primary, name).catch(() => undefined));
  await baseBackup(primary, embeddedIdentity().data, identity.data);
  const { username, password, port: primaryPort } = new URL(primary);
  const way = `host=${primaryHost} port=${primaryPort} user=${username} password=${password}`;
  append(identity, "postgresql.auto.conf", [
    `primary_conninfo = '${way} application_name=${name} ${connection}'`,
    `primary_slot_name = '${name}'`,
  ]);
  append(identity, "standby.signal", []);
  const port = await freePort();
  const addresses = [...new Set(["127.0.0.1", host])];
  return started(identity, { host, log: `${directory}.log`, port, addresses, settings, inside });
}

/** A server that may be stopped, killed and started again. It is stopped with the drill. */
async function started(identity, { host, log, port, ...options }) {
  const address = (database, role = "application") =>
    roleAddress({ host, port, secret: secretOf(identity) }, database, role);
  const superuser = address("postgres", "superuser");
  const start = async () => {
    if (!runningServer(identity)) await startServer(identity, { log, port, ...options });
    await whenItAnswers(log, () => query(superuser, "SELECT 1"));
  };
  const stop = () => stopServer(identity);
  const kill = () => killServer(identity);
  const promote = () => query(superuser, "SELECT pg_promote()");
  atEnd(stop);
  await start();
  return { port, address, start, stop, kill, promote };
}

/** In the same directory as all else, and owned by whom all else is owned. */
function append({ data, ids }, name, lines) {
  const file = path.join(data, name);
  fs.appendFileSync(file, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  if (ids.uid) fs.chownSync(file, ids.uid, ids.gid);
}

/** A slot that nobody comes for keeps the primary's log for good. */
async function dropSlot(primary, name) {
  await query(
    primary,
    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active",
    [name],
  );
}
