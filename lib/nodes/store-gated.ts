import type { ClientBase } from "pg";

import type { Db } from "@/lib/db/client";

import { gatedEntities, gatedWhenMapped } from "./wave-gate";

/** A revision; the hash tells it from one of the same number in another history. */
export type Gated = { readonly revision: number; readonly hash: string };

// Asked by nodes on their own connection, and by the service.
const newest = `
  WITH mapped AS (
    SELECT mapping AS name FROM rules UNION SELECT fallback_mapping FROM rules UNION SELECT mapping FROM pins),
  all_mapped AS (
    SELECT name FROM mapped WHERE name IS NOT NULL UNION
    SELECT json_array_elements_text(content -> 'releases') FROM releases
    WHERE kind = 'bundle' AND name IN (SELECT name FROM mapped))
  SELECT revision, (SELECT hash FROM revisions WHERE id = revision) AS hash FROM audit_entries
  WHERE revision > $1 AND (entity = ANY ($2)
    OR entity = ANY ($3) AND split_part(key, '/', 1) IN (SELECT name FROM all_mapped))
  ORDER BY revision DESC LIMIT 1`;

const values = (since: number) => [since, [...gatedEntities], [...gatedWhenMapped]];

/**
 * The newest revision after another one that changes what clients get by more than shut-offs; null: there is none.
 * Releases that nothing maps to wait for nobody: hundreds of builds a minute may be submitted to them.
 */
export async function readGated(client: ClientBase, since: number): Promise<Gated | null> {
  const { rows } = await client.query<Gated>(newest, values(since));
  return rows[0] ?? null;
}

/** As `readGated`, of all revisions. */
export async function findGated(db: Db): Promise<Gated | null> {
  const [found] = await db.$queryRawUnsafe<Gated[]>(newest, ...values(0));
  return found ?? null;
}
