import pg from "pg";

import { env } from "@/lib/env";

/** Empties every table, so that a test starts from nothing. Only a superuser can: triggers refuse it to the rest. */
export async function emptyDatabase(): Promise<void> {
  await asSuperuser(async (client) => {
    await client.query(`
      BEGIN;
      SET LOCAL session_replication_role = replica;
      DO $$ BEGIN
        EXECUTE (
          SELECT 'TRUNCATE ' || string_agg(oid::regclass::text, ', ') || ' RESTART IDENTITY' FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname NOT IN ('_prisma_migrations', 'head', 'settings'));
      END $$;
      TRUNCATE jobs._private_jobs;
      UPDATE head SET revision = 0, hash = '';
      DELETE FROM settings;
      INSERT INTO settings (force_hosts) VALUES ('{}');
      COMMIT`);
  });
}

/** Runs `work` on a connection of its own, as psql of the application's user would be. */
export function withConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return connected(env().DATABASE_URL, work);
}

/** As `withConnection`, for what only somebody can do whom nothing holds back. */
export function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { TEST_SUPERUSER_URL } = process.env;
  if (TEST_SUPERUSER_URL === undefined) throw new Error("Run database tests through their set-up");
  return connected(TEST_SUPERUSER_URL, work);
}

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
