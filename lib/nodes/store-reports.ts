import type { ClientBase } from "pg";

import type { NodeReport } from "./report";
import type { Verdict } from "./verdict";

// Written by the process that answers clients, on a connection of its own, or by the one that nodes send reports to.

/** Keeps a report, unless a later one of its process is there. All times are the database's. */
export async function putReport(client: ClientBase, report: NodeReport): Promise<void> {
  const { name, process, dataCentre, sequence, sentAt, live } = report;
  await client.query(
    `WITH seen AS (
       INSERT INTO nodes (name, process, data_centre, seen_at, sequence, clock_offset, report)
       VALUES ($1, $2, $3, clock_timestamp(), $4,
         greatest(-2e9, least(2e9, 1000 * extract(epoch FROM $5::timestamptz - clock_timestamp())))::int, $6::json)
       ON CONFLICT (name, process) DO UPDATE
       SET data_centre = excluded.data_centre, seen_at = excluded.seen_at, sequence = excluded.sequence,
         clock_offset = excluded.clock_offset, report = excluded.report
       WHERE nodes.sequence < excluded.sequence RETURNING name)
     INSERT INTO node_revisions (name, process, revision, live_at, at_start, after)
     SELECT $1, $2, revision, clock_timestamp() - age * interval '1 millisecond', "atStart", coalesce(after, 0)
     FROM json_to_recordset($7::json) AS row (revision int, age float8, "atStart" boolean, after int)
     WHERE EXISTS (SELECT FROM seen)
     ON CONFLICT DO NOTHING`,
    [name, process, dataCentre, sequence, sentAt, JSON.stringify(report), JSON.stringify(live)],
  );
  if (report.verdict) await putVerdict(client, name, report.verdict);
}

/** Keeps what a canary found last of a revision, and tells the nodes that wait for it. */
async function putVerdict(
  client: ClientBase,
  node: string,
  { revision, hash, passed, ...detail }: Verdict,
): Promise<void> {
  await client.query(
    `WITH put AS (
       INSERT INTO wave_verdicts (revision, hash, node, passed, detail) VALUES ($1, $2, $3, $4, $5::json)
       ON CONFLICT (revision, hash, node) DO UPDATE
       SET passed = excluded.passed, detail = excluded.detail, at = clock_timestamp() RETURNING revision)
     SELECT pg_notify('aus_waves', revision::text) FROM put`,
    [revision, hash, node, passed, JSON.stringify(detail)],
  );
}
