import pg from "pg";

import { env } from "@/lib/env";

const emptied = [
  "audit_entries",
  "revisions",
  "changed_rows",
  "builds",
  "rules",
  "pins",
  "releases",
  "channels",
  "allowed_domains",
  "shut_offs",
  "products",
  "change_set_events",
  "sign_offs",
  "change_set_steps",
  "change_sets",
  "policies",
  "sessions",
  "passwords",
  "users",
  "token_secrets",
  "tokens",
  "sign_in_attempts",
  "set_up_links",
];

/** Empties every table, so that a test starts from nothing. Only a superuser can: triggers refuse it to the rest. */
export async function emptyDatabase(): Promise<void> {
  await withConnection(async (client) => {
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica;
      TRUNCATE ${emptied.join(", ")} RESTART IDENTITY;
      UPDATE head SET revision = 0, hash = '';
      UPDATE settings SET throttle = 100, force_hosts = '{}', public_read = false, row_version = 1;
      COMMIT`);
  });
}

/** Runs `work` on a connection of its own, as psql would be. */
export async function withConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
