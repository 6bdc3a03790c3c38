// The tables of the work queue, which belong to its library and are made by whoever owns the database.
import fs from "node:fs";
import { createRequire } from "node:module";

import pg from "pg";

import { plainUrl } from "./migration-engine.mjs";

const schema = "jobs";
const require = createRequire(import.meta.url);

/** Which library made them, in which version: kept as the schema's comment. */
function maker() {
  const { name, version } = JSON.parse(
    fs.readFileSync(require.resolve("graphile-worker/package.json"), "utf8"),
  );
  return `${name} ${version}`;
}

/** Whether they are those of the library that is installed, and the application, where there is one, may use them. */
export async function hasJobTables(client) {
  const { rows } = await client.query(
    `SELECT obj_description(to_regnamespace($1), 'pg_namespace') AS maker, (
      SELECT coalesce(bool_and(has_table_privilege(r.rolname, c.oid, 'INSERT')), true)
      FROM pg_roles AS r, pg_class AS c
      WHERE r.rolname = 'aus3_app' AND c.relnamespace = to_regnamespace($1) AND c.relname = '_private_jobs'
    ) AS granted`,
    [schema],
  );
  return rows[0].maker === maker() && rows[0].granted;
}

/** @param client the owner's; only one process at a time gets here */
export async function migrateJobs(client, address) {
  if (await hasJobTables(client)) return;
  const { Logger, runMigrations } = await import("graphile-worker");
  const pgPool = new pg.Pool({ connectionString: plainUrl(address).url });
  // What breaks is told by the query that meets it.
  pgPool.on("error", () => undefined).on("connect", (lent) => lent.on("error", () => undefined));
  try {
    await runMigrations({ pgPool, schema, logger: new Logger(() => () => undefined) });
  } finally {
    await pgPool.end();
  }
  await client.query("SELECT grant_job_rights()");
  await client.query(`COMMENT ON SCHEMA ${schema} IS ${client.escapeLiteral(maker())}`);
}
