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
  const address = await testServer();
  process.env.DATABASE_URL = address(name);
  process.env.AUS_SECRET ??= crypto.randomBytes(32).toString("base64url");
  process.env.AUS_ENVIRONMENT ??= "demo";
  await dropDatabase(address(name));
  await migrate(address(name), { quiet: true });
  atEnd(() => dropDatabase(address(name)));
}

export const teardown = leave;

/** A PostgreSQL of the caller's where TEST_DATABASE_URL names one, else the embedded one. */
async function testServer() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    return (name) => {
      const url = new URL(given);
      url.pathname = `/${name}`;
      return url.toString();
    };
  }
  const { startPostgres } = await import("./postgres.mjs");
  return startPostgres();
}
