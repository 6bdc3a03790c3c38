// Brings a database to the newest migration.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import pg from "pg";

import { hasJobTables, migrateJobs } from "./job-tables.mjs";
import { createDatabase, openEngine, plainUrl } from "./migration-engine.mjs";
import { DatabaseAway, root, say, Stop } from "./process.mjs";

const home = path.join(root, "prisma/migrations");
/** Any number that nothing else locks: of several processes that start at once, one migrates. */
const migrationLock = 4_870_337;

function migrations() {
  return fs
    .readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: fs.readFileSync(path.join(home, name, "migration.sql"), "utf8") }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function connect(address) {
  const client = new pg.Client({ connectionString: plainUrl(address).url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function connectOrCreate(address) {
  try {
    return await connect(address);
  } catch (error) {
    if (error.code !== "3D000")
      throw new DatabaseAway(`The database can't be reached: ${error.message || error.code}`);
  }
  // Another process may have made it in between.
  await createDatabase(address).catch((error) => {
    if (error.code !== "42P04" && error.code !== "23505") throw error;
  });
  return connect(address);
}

async function isUpToDate(client, list) {
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there");
  if (!rows[0].there) return list.length === 0;
  const applied = await client.query(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const checksums = new Map(applied.rows.map((row) => [row.migration_name, row.checksum]));
  const checksum = (sql) => crypto.createHash("sha256").update(sql).digest("hex");
  return list.every(({ name, sql }) => checksums.get(name) === checksum(sql));
}

async function apply(address, list) {
  const engine = await openEngine(address);
  await engine.applyMigrations({
    migrationsList: {
      baseDir: home,
      lockfile: {
        path: "migration_lock.toml",
        content: fs.readFileSync(path.join(home, "migration_lock.toml"), "utf8"),
      },
      shadowDbInitScript: "",
      migrationDirectories: list.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
      })),
    },
    filters: { externalTables: [], externalEnums: [] },
  });
}

/**
 * Creates the database if there is none and applies what is missing; four queries when nothing is.
 * @throws DatabaseAway when it can't be reached or is only to be read, Stop for whatever else prevents it
 */
export async function migrate(address, { quiet = false } = {}) {
  const list = migrations();
  const client = await connectOrCreate(address);
  await expectPrimary(client);
  const isDone = async () =>
    (await isUpToDate(client, list)) && (await isGranted(client)) && (await hasJobTables(client));
  try {
    if (await isDone()) return;
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    if (!(await isUpToDate(client, list))) {
      if (!quiet) say("migrating the database");
      await apply(address, list);
    }
    if (!(await isGranted(client))) await client.query("SELECT grant_application_rights()");
    await migrateJobs(client, address);
  } catch (error) {
    throw new Stop(`The database could not be migrated: ${error.message}`);
  } finally {
    await client.end();
  }
}

async function expectPrimary(client) {
  const { rows } = await client.query(
    `SELECT pg_is_in_recovery() AS "isReplica", current_setting('transaction_read_only') = 'on' AS "isReadOnly"`,
  );
  const { isReplica, isReadOnly } = rows[0];
  if (!isReplica && !isReadOnly) return;
  await client.end();
  const what = isReplica ? "leads to a replica" : "is read-only";
  throw new DatabaseAway(
    `The database ${what}: set DATABASE_URL to the primary, with a user who may write. A node that only answers takes a replica, as REPLICA_URL`,
  );
}

/** False when the application's group was made after the migration that would have granted it its rights. */
async function isGranted(client) {
  const { rows } = await client.query(
    `SELECT coalesce(bool_and(has_table_privilege(rolname, 'revisions', 'INSERT')), true) AS granted
    FROM pg_roles WHERE rolname = 'aus3_app'`,
  );
  return rows[0].granted;
}

/**
 * Says so when the application could alter its own record.
 * @param address the application's
 * @throws Stop when it lacks the rights that it needs
 */
export async function checkRights(address) {
  const client = await connectOrCreate(address);
  try {
    const { rows } = await client.query(
      `SELECT current_user AS name, has_table_privilege('revisions', 'INSERT') AS enough,
        has_table_privilege('packed_audit_entries', 'UPDATE') AS "tooMuch"`,
    );
    const { name, enough, tooMuch } = rows[0];
    const quoted = client.escapeIdentifier(name);
    if (!enough) throw new Stop(`The database user ${name} lacks its rights: GRANT aus3_app TO ${quoted}`);
    if (tooMuch) {
      say(
        `${name} owns its database, and could alter its own record: docs/operations.md says how to part the two`,
      );
    }
  } finally {
    await client.end();
  }
}
