import pg, { type Client } from "pg";

import type { Observed } from "@/lib/analysis/impact-states";
import type { Invariant } from "@/lib/invariants/invariant";
import { readGated } from "@/lib/nodes/store-gated";

import { atOnce, readHead, rows, type Head } from "./refresh-rows";

/** What a canary needs to know of a revision beside what it serves. */
export type Question = {
  readonly head: Head;
  /** The revision that others wait for; null: there is none yet. */
  readonly gated: Head | null;
  readonly invariants: readonly Invariant[];
  readonly channels: readonly { readonly product: string; readonly name: string }[];
  /** For how many clients invariants did not hold at the last revision that was let pass. */
  readonly known: Readonly<Record<string, number>>;
  /** The most frequent clients of the last day, where the database shows them. */
  readonly observed: readonly Observed[];
};

const patience = 5_000;

export async function readQuestion(url: string, mostObserved: number): Promise<Question> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "aus3 canary",
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const question = await atOnce(client, async () => {
      const head = await readHead(client);
      const gated = await readGated(client, 0);
      const known = gated === null ? {} : await readKnown(client, gated.revision);
      return { head, gated, known, ...(await readInvariants(client)) };
    });
    return { ...question, observed: await readObserved(client, mostObserved) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readInvariants(client: Client): Promise<Pick<Question, "invariants" | "channels">> {
  return {
    invariants: await rows<Invariant>(
      client,
      "SELECT name, statement, enforcement, enabled, comment FROM invariants ORDER BY name",
    ),
    channels: await rows<Question["channels"][number]>(client, "SELECT product, name FROM channels"),
  };
}

/** Of a revision that a person let through what stopped it is known as well. */
async function readKnown(client: Client, revision: number): Promise<Question["known"]> {
  const [found] = await rows<{ broken: Question["known"] }>(
    client,
    `SELECT detail -> 'broken' AS broken FROM wave_verdicts AS verdict
    WHERE revision <= $1 AND EXISTS (SELECT FROM revisions WHERE id = revision AND revisions.hash = verdict.hash)
      AND (passed OR EXISTS (
        SELECT FROM wave_releases AS let WHERE let.revision = verdict.revision AND let.hash = verdict.hash))
    ORDER BY revision DESC, passed LIMIT 1`,
    [revision],
  );
  return found?.broken ?? {};
}

/** Of no consequence where they can't be read: others are asked for then. */
async function readObserved(client: Client, most: number): Promise<Observed[]> {
  try {
    return await rows<Observed>(
      client,
      `SELECT product, channel, version, build_id AS "buildID", build_target AS "buildTarget", locale,
        os_version AS "osVersion", sum(count)::float8 AS count
      FROM traffic_states WHERE window_start > now() - interval '30 hours'
      GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 8 DESC LIMIT $1`,
      [most],
    );
  } catch {
    return [];
  }
}
