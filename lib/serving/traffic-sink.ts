import pg from "pg";

import type { MinuteRow } from "@/lib/traffic/minutes";
import type { SeenState } from "@/lib/traffic/seen-states";
import { addStates, putMinutes, type CountedBy } from "@/lib/traffic/store-counts";

/** Where what was counted goes to. What it throws is tried again. */
export type TrafficSink = {
  readonly putMinutes: (by: CountedBy, rows: readonly MinuteRow[]) => Promise<void>;
  readonly addStates: (states: readonly SeenState[], at: Date) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Writes into the database itself, on one connection. */
export function trafficIntoDatabase(url: string): TrafficSink {
  const connections = smallPool(url, "aus3 traffic");
  return {
    putMinutes: (by, rows) => lent(connections, (client) => putMinutes(client, by, rows)),
    addStates: (states, at) => lent(connections, (client) => addStates(client, states, at)),
    close: () => connections.end(),
  };
}

/** A pool of one connection for what is written beside answering. @param patience milliseconds for each query */
export function smallPool(url: string, name: string, patience = 60_000): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: 1,
    connectionTimeoutMillis: 5_000,
    query_timeout: patience,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on("error", () => undefined);
  return pool;
}

/** Does something on a connection that goes back, unless it failed: it may be cut off. */
export async function lent<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const done = await work(client);
    client.release();
    return done;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
