import { canonicalize } from "json-canonicalize";
import pg from "pg";

import { entryText, hashRevision } from "@/lib/audit/chain";
import { packBuild } from "@/lib/releases/packed";

import { buildOf, buildTargets, locales, shipped } from "./releases";
import { itemAt } from "./random";

/** Every so many revisions one is an import with `importedRows` rows; the others change one row. */
const importEvery = 400;
const importedRows = 1_000;
const rowsAtOnce = 2_000;
const actors = ["driver@example.com", "manager@example.com", "token nightly", "token release"] as const;

/** `packed`: its row after it, as it is stored. */
type Entry = Parameters<typeof entryText>[0] & { readonly packed: string };

/**
 * Writes a sound record of so many entries, as somebody whom no trigger stops.
 * @param first how many rows the first revision has
 * @returns its newest revision
 */
export async function writeRecord(superuserUrl: string, entries: number, first = 1): Promise<number> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  await client.query("SET session_replication_role = replica");
  let previousHash = "";
  let revision = 0;
  let written = 0;
  let pending: { revisions: object[]; entries: string[] } = { revisions: [], entries: [] };
  const flush = async () => {
    await insert(client, pending);
    pending = { revisions: [], entries: [] };
  };
  while (written < entries) {
    revision += 1;
    const size = Math.min(sizeOf(revision, first), entries - written);
    const added = Array.from({ length: size }, (_, position) => entryOf(written + position, position));
    const content = {
      id: revision,
      at: new Date(Date.UTC(2026, 0, 1) + revision * 60_000),
      actor: itemAt(actors, revision % actors.length),
      source: revision % 9 === 0 ? "ui" : "api",
      reason: `Reason ${revision} of many`,
      previousHash,
      changeSetId: null,
    };
    previousHash = hashRevision(content, added.map(entryText));
    pending.revisions.push({ ...content, hash: previousHash });
    const texts = added.map((entry) => entryText({ ...entry, after: entry.packed }));
    for (const text of texts) pending.entries.push(`{"revision":${revision},${text.slice(1)}`);
    written += size;
    if (pending.entries.length >= rowsAtOnce) await flush();
  }
  await flush();
  await client.query("UPDATE head SET revision = $1, hash = $2", [revision, previousHash]);
  await client.query("VACUUM ANALYZE");
  await client.end();
  return revision;
}

function sizeOf(revision: number, first: number): number {
  if (revision === 1) return first;
  return revision % importEvery === 0 ? importedRows : 1;
}

/** Half of them builds, as automation submits them, half changes of rules. */
function entryOf(number: number, position: number): Entry {
  if (number % 2 === 0) {
    const release = itemAt(shipped.release, number % shipped.release.length);
    const { name: target } = itemAt(buildTargets, number % buildTargets.length);
    const build = {
      ...buildOf(release, target, itemAt(locales, number % 100)),
      release: release.name,
      rowVersion: 1,
    };
    const key = `${release.name}/${target}/${build.locale}-${number}`;
    return {
      position,
      entity: "build",
      key,
      product: "Falcon",
      channel: null,
      before: "null",
      after: canonicalize(build),
      packed: canonicalize(packBuild(build)),
    };
  }
  const id = 1 + (number % 2_000);
  const channel = itemAt(["release", "beta", "nightly", `esr${number % 50_000}`], number % 4);
  const row = (rowVersion: number) =>
    canonicalize({ id, channel, product: "Falcon", priority: 100, backgroundRate: number % 100, rowVersion });
  return {
    position,
    entity: "rule",
    key: String(id),
    product: number % 1_000 === 1 ? "Osprey" : "Falcon",
    channel,
    before: row(number),
    after: row(number + 1),
    packed: row(number + 1),
  };
}

async function insert(client: pg.Client, { revisions, entries }: { revisions: object[]; entries: string[] }) {
  await client.query(
    `INSERT INTO revisions (id, at, actor, source, reason, previous_hash, hash)
    SELECT id, at, actor, source, reason, "previousHash", hash FROM json_to_recordset($1::json) AS r(
      id integer, at timestamptz, actor text, source text, reason text, "previousHash" text, hash text)`,
    [JSON.stringify(revisions)],
  );
  await client.query(
    `INSERT INTO packed_audit_entries (revision, position, entity, key, product, channel, before, after)
    SELECT revision, position, entity, key, product, channel, before, after FROM json_to_recordset($1::json) AS r(
      revision integer, position integer, entity text, key text, product text, channel text, before json, after json)`,
    [`[${entries.join(",")}]`],
  );
}
