import type { Client } from "pg";

import { readHead, type Head } from "./refresh-rows";

/** How the database that is followed is doing. */
export type Pulse = {
  readonly head: Head;
  /** A replica knows no LISTEN, and may be behind. */
  readonly isReplica: boolean;
  /** How far a replica is behind its primary, in milliseconds; null: it is none, or that can't be known. */
  readonly lag: number | null;
};

export async function readPulse(client: Client): Promise<Pulse> {
  const head = await readHead(client);
  const { rows } = await client.query<{ isReplica: boolean }>('SELECT pg_is_in_recovery() AS "isReplica"');
  const isReplica = rows[0]?.isReplica ?? false;
  return { head, isReplica, lag: isReplica ? await readLag(client) : null };
}

/**
 * Where nothing was written, the last transaction of a replica that has all of it is old: that is no lag. Where it
 * lost its primary, nobody knows what was written since.
 */
async function readLag(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ lag: number | null }>(
    `SELECT CASE WHEN EXISTS (SELECT FROM pg_stat_wal_receiver)
        AND pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
      ELSE (1000 * extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()))::float8 END AS lag`,
  );
  const lag = rows[0]?.lag ?? null;
  return lag === null ? null : Math.max(0, Math.round(lag));
}
