import type { ClientBase } from "pg";

import type { MinuteRow } from "./minutes";
import { stateWindow, type SeenState } from "./seen-states";

// Written by the process that answers clients, on a connection of its own.

/** Who counted. */
export type CountedBy = {
  readonly node: string;
  /** Tells runs of the node apart, which may share a minute. */
  readonly process: string;
};

/** Writes minutes as they are by now; they may have been written before. */
export async function putMinutes(
  client: ClientBase,
  { node, process }: CountedBy,
  rows: readonly MinuteRow[],
): Promise<void> {
  await client.query(
    `INSERT INTO traffic (resolution, at, node, process, product, channel, requests, served, counts)
     SELECT 'minute', at, $1, $2, product, channel, requests, served, counts
     FROM json_to_recordset($3::json) AS row (at timestamptz, product text, channel text, requests bigint,
       served bigint, counts jsonb)
     ON CONFLICT (resolution, at, node, process, product, channel) DO UPDATE
     SET requests = excluded.requests, served = excluded.served, counts = excluded.counts,
       written_at = clock_timestamp()`,
    [node, process, JSON.stringify(rows)],
  );
}

/** How many states are told apart in one window; those that are seen later are not kept. */
export const mostStatesKept = 100_000;
const atOnce = 1_000;

/** Adds to what was seen of client states in the window of an instant. */
export async function addStates(client: ClientBase, states: readonly SeenState[], at: Date): Promise<void> {
  const start = new Date(Math.floor(at.getTime() / stateWindow) * stateWindow);
  for (let from = 0; from < states.length; from += atOnce) {
    await client.query(
      `WITH seen AS (
         SELECT md5(concat_ws(E'\\n', product, channel, version, "buildID", "buildTarget", locale, "osVersion"))::uuid
           AS state, *
         FROM json_to_recordset($2::json) AS row (product text, channel text, version text, "buildID" text,
           "buildTarget" text, locale text, "osVersion" text, count bigint)),
       room AS (SELECT $3 - count(*) AS left FROM traffic_states WHERE window_start = $1)
       INSERT INTO traffic_states
       SELECT $1, state, product, channel, version, "buildID", "buildTarget", locale, "osVersion", count FROM seen
       WHERE (SELECT "left" FROM room) >= (SELECT count(*) FROM seen)
         OR EXISTS (SELECT FROM traffic_states AS t WHERE t.window_start = $1 AND t.state = seen.state)
       -- Whoever writes the same states at the same time waits, in one order, instead of for each other.
       ORDER BY state
       ON CONFLICT (window_start, state) DO UPDATE SET count = traffic_states.count + excluded.count`,
      [start, JSON.stringify(states.slice(from, from + atOnce)), mostStatesKept],
    );
  }
}
