import type { Client } from "pg";

import type {
  AllowedDomain,
  ConfiguredRelease,
  Pin,
  Product,
  ShutOff,
} from "@/lib/configuration/configuration";
import type { SnapshotInput } from "@/lib/decision/snapshot";
import { unpackBuild } from "@/lib/releases/packed";
import type { Build } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";

// Rows are taken as they are: whatever wrote them checked them, and what a release says may be large.

/** The configuration's small tables, by the kind of row as the record names it. */
const readers = {
  settings: async (client: Client): Promise<Pick<SnapshotInput, "settings">> => {
    const [settings] = await rows<SnapshotInput["settings"]>(
      client,
      'SELECT throttle, force_hosts AS "forceHosts" FROM settings',
    );
    if (!settings) throw new Error("The table settings has lost its row");
    return { settings };
  },
  product: async (client: Client): Promise<Pick<SnapshotInput, "products">> => ({
    products: await rows<Product>(
      client,
      'SELECT name, comment, throttle, version_order AS "versionOrder" FROM products ORDER BY name',
    ),
  }),
  rule: async (client: Client): Promise<Pick<SnapshotInput, "rules">> => ({
    rules: await rows<Rule>(
      client,
      `SELECT id, alias, comment, enabled, priority, mapping, fallback_mapping AS "fallbackMapping",
        background_rate AS "backgroundRate", update_type AS "updateType", product, channel, version,
        build_id AS "buildID", build_target AS "buildTarget", locale, os_version AS "osVersion",
        distribution, dist_version AS "distVersion", instruction_set AS "instructionSet", memory,
        header_architecture AS "headerArchitecture", mig64, jaws, row_version AS "rowVersion"
      FROM rules ORDER BY id`,
    ),
  }),
  pin: async (client: Client): Promise<Pick<SnapshotInput, "pins">> => ({
    pins: await rows<Pin>(client, "SELECT product, channel, version, mapping FROM pins"),
  }),
  allowedDomain: async (client: Client): Promise<Pick<SnapshotInput, "allowedDomains">> => ({
    allowedDomains: await rows<AllowedDomain>(
      client,
      `SELECT host, path_pattern AS "pathPattern", products, position FROM allowed_domains
      ORDER BY host, position, path_pattern`,
    ),
  }),
  shutOff: async (client: Client): Promise<Pick<SnapshotInput, "shutOffs">> => ({
    shutOffs: await rows<ShutOff>(
      client,
      `SELECT product, channel, build_target AS "buildTarget", version, locale, reason FROM shut_offs ORDER BY key`,
    ),
  }),
};

type Small = Omit<SnapshotInput, "revision" | "releases">;

const noRows: Small = {
  settings: { throttle: 100, forceHosts: [] },
  products: [],
  rules: [],
  pins: [],
  allowedDomains: [],
  shutOffs: [],
};

/** Which revision is the newest; the hash tells it from one of the same number in another history. */
export type Head = { readonly revision: number; readonly hash: string };

/** The rows of one revision; releases by name. */
export type ServedRows = {
  readonly head: Head;
  readonly small: Small;
  readonly releases: ReadonlyMap<string, ConfiguredRelease>;
  /** Where later revisions are held back: the one whose shut-offs these are. */
  readonly shutOffsAt?: Head;
};

/** The revision whose shut-offs clients meet. */
export function shutOffsHead({ head, shutOffsAt = head }: ServedRows): Head {
  return shutOffsAt;
}

/** The same rows with the shut-offs of a later revision. */
export function withShutOffs(rows: ServedRows, shutOffs: readonly ShutOff[], shutOffsAt: Head): ServedRows {
  return { ...rows, small: { ...rows.small, shutOffs }, shutOffsAt };
}

export function toSnapshotInput({ head, small, releases }: ServedRows): SnapshotInput {
  const sorted = [...releases.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { revision: head.revision, ...small, releases: sorted };
}

export async function readHead(client: Client): Promise<Head> {
  const [head] = await rows<Head>(client, "SELECT revision, hash FROM head");
  if (!head) throw new Error("The table head has lost its row");
  return head;
}

/**
 * Reads the newest revision as one consistent state. What the record says is unchanged since `known` is taken
 * from there.
 */
export function readRows(client: Client, known: ServedRows | null): Promise<ServedRows> {
  return atOnce(client, async () => {
    const head = await readHead(client);
    const follows = known !== null && (await isInHistory(client, known.head));
    const read = follows ? await readAgain(client, known) : await readEverything(client);
    return { head, ...read };
  });
}

/** What is known, with the shut-offs that are newest. */
export function readShutOffs(client: Client, known: ServedRows): Promise<ServedRows> {
  return atOnce(client, async () => {
    const head = await readHead(client);
    const { shutOffs } = await readers.shutOff(client);
    return withShutOffs(known, shutOffs, head);
  });
}

/** Reads from one state of the database, whatever is written meanwhile. */
export async function atOnce<T>(client: Client, read: () => Promise<T>): Promise<T> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    return await read();
  } finally {
    await client.query("ROLLBACK");
  }
}

type Read = Omit<ServedRows, "head">;

/** False when the database was put back to an earlier state, or is another one. */
export async function isInHistory(client: Client, { revision, hash }: Head): Promise<boolean> {
  const found = await rows(client, "SELECT FROM revisions WHERE id = $1 AND hash = $2", [revision, hash]);
  return found.length > 0;
}

async function readEverything(client: Client): Promise<Read> {
  return { small: await readSmall(client, noRows, () => true), releases: await readReleases(client, null) };
}

type Touched = { readonly entities: ReadonlySet<string>; readonly releases: readonly string[] };

/** What changed after a revision. Builds count as their release. */
async function readTouched(client: Client, since: number): Promise<Touched> {
  const found = await rows<{ entity: string; release: string | null }>(
    client,
    `SELECT DISTINCT entity, CASE WHEN entity IN ('release', 'build') THEN split_part(key, '/', 1) END AS release
    FROM audit_entries WHERE revision > $1`,
    [since],
  );
  const releases = new Set(found.flatMap(({ release }) => (release === null ? [] : [release])));
  return { entities: new Set(found.map(({ entity }) => entity)), releases: [...releases] };
}

async function readAgain(client: Client, known: ServedRows): Promise<Read> {
  const { entities, releases } = await readTouched(client, known.head.revision);
  // Shut-offs that were ahead of the rest may be of another history.
  const isTouched = (entity: string) => entities.has(entity) || (entity === "shutOff" && known.shutOffsAt);
  const small = await readSmall(client, known.small, (entity) => Boolean(isTouched(entity)));
  if (releases.length === 0) return { small, releases: known.releases };
  const merged = new Map(known.releases);
  for (const name of releases) merged.delete(name);
  for (const [name, release] of await readReleases(client, releases)) merged.set(name, release);
  return { small, releases: merged };
}

async function readSmall(
  client: Client,
  known: Small,
  isTouched: (entity: string) => boolean,
): Promise<Small> {
  let small = known;
  for (const [entity, read] of Object.entries(readers)) {
    if (isTouched(entity)) small = { ...small, ...(await read(client)) };
  }
  return small;
}

/** @param names null: all of them */
async function readReleases(
  client: Client,
  names: readonly string[] | null,
): Promise<Map<string, ConfiguredRelease>> {
  // The join has null for a release without builds.
  const releases = await rows<Omit<ConfiguredRelease, "builds"> & { builds: Build[] | null }>(
    client,
    `SELECT name, product, read_only AS "readOnly", comment, content, builds.builds
    FROM releases LEFT JOIN (
      SELECT release, json_agg(json_build_object('buildTarget', build_target, 'locale', locale,
        'buildID', build_id, 'attributes', attributes, 'patches', patches)) AS builds
      FROM packed_builds WHERE $1::text[] IS NULL OR release = ANY ($1) GROUP BY release
    ) AS builds ON builds.release = name
    WHERE $1::text[] IS NULL OR name = ANY ($1)`,
    [names],
  );
  return new Map(
    releases.map(({ builds, ...release }) => [
      release.name,
      { ...release, builds: (builds ?? []).map(unpackBuild) },
    ]),
  );
}

/** The rows that a query finds. */
export async function rows<Row>(client: Client, sql: string, values: unknown[] = []): Promise<Row[]> {
  const result = await client.query(sql, values);
  return result.rows as Row[];
}
