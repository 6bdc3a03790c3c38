// The database of one run of the database tests: fresh and migrated before it, dropped after it.
import crypto from "node:crypto";

import { generateClient, installPackages } from "./install.mjs";
import { atEnd, leave } from "./process.mjs";

export async function setup() {
  await installPackages();
  await generateClient();
  const { dropDatabase } = await import("./migration-engine.mjs");
  const { migrate } = await import("./migrate.mjs");
  const name = `aus3_test_${process.pid}`;
  const address = await testServer(name);
  const superuser = address(name, "superuser");
  process.env.DATABASE_URL = address(name, "application");
  process.env.TEST_SUPERUSER_URL = superuser;
  process.env.AUS_SECRET ??= crypto.randomBytes(32).toString("base64url");
  process.env.AUS_ENVIRONMENT ??= "demo";
  await dropDatabase(superuser);
  await migrate(address(name, "owner"), { quiet: true });
  atEnd(() => dropDatabase(superuser));
}

export const teardown = leave;

/** A PostgreSQL of the caller's where TEST_DATABASE_URL names one, with a superuser of it, else the embedded one. */
async function testServer(name) {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return givenServer(given, name);
  const { startPostgres } = await import("./postgres.mjs");
  return startPostgres();
}

/** With a role for the application that is there as long as the database. */
async function givenServer(given, role) {
  const { asMaintenance } = await import("./migration-engine.mjs");
  const password = crypto.randomBytes(18).toString("base64url");
  await asMaintenance(given, async (client) => {
    const { rows } = await client.query("SELECT to_regrole('aus3_app') IS NULL AS missing");
    if (rows[0].missing) await client.query("CREATE ROLE aus3_app NOLOGIN");
    await client.query(`DROP ROLE IF EXISTS ${role}`);
    await client.query(`CREATE ROLE ${role} LOGIN IN ROLE aus3_app PASSWORD '${password}'`);
  });
  atEnd(() => asMaintenance(given, (client) => client.query(`DROP ROLE ${role}`)));
  return (database, who) => {
    const url = new URL(given);
    url.pathname = `/${database}`;
    if (who === "application") [url.username, url.password] = [role, password];
    return url.toString();
  };
}
