import { canonicalize } from "json-canonicalize";
import type pg from "pg";

import { packBuild } from "@/lib/releases/packed";
import { releaseVersion } from "@/lib/releases/release";
import type { Configuration, ConfiguredRelease } from "@/lib/configuration/configuration";

import { buildOf, buildTargets, configuredRelease, host, product, shipped } from "./releases";

const buildsAtOnce = 4_000;

/** Releases that gather over the years, with two builds each: of nightlies, of partners, of products that are small. */
export function* smallReleases(count: number): Generator<ConfiguredRelease> {
  const [first] = shipped.nightly;
  for (let number = 0; number < count; number++) {
    const day = new Date(Date.UTC(2012, 0, 1) + number * 43_200_000).toISOString();
    const buildID = day.replaceAll(/\D/g, "").slice(0, 14);
    const one = { ...first, line: "nightly", position: 0, buildID } as const;
    const release = {
      ...one,
      version: `${20 + Math.floor(number / 120)}.0a1`,
      name: `${product}-central-nightly-${buildID}`,
    };
    const { content } = configuredRelease({ ...release, position: 0 });
    yield {
      ...{ name: release.name, product: number % 5 === 0 ? `${product}-${number % 15}` : product },
      ...{ readOnly: number % 7 === 0, comment: number % 3 === 0 ? `Kept since ${day.slice(0, 10)}` : null },
      content,
      builds: buildTargets.slice(0, 2).map(({ name }) => buildOf(release, name, "en-US")),
    };
  }
}

/** Writes releases with their builds as their tables hold them. */
export async function writeReleases(client: pg.Client, releases: Iterable<ConfiguredRelease>): Promise<void> {
  let pending: ConfiguredRelease[] = [];
  let builds = 0;
  for (const release of releases) {
    pending.push(release);
    builds += release.builds.length;
    if (builds < buildsAtOnce) continue;
    await insert(client, pending);
    [pending, builds] = [[], 0];
  }
  await insert(client, pending);
}

async function insert(client: pg.Client, releases: readonly ConfiguredRelease[]): Promise<void> {
  await client.query(
    `INSERT INTO releases (name, product, read_only, comment, kind, version, content)
    SELECT * FROM json_to_recordset($1::json) AS r(
      name text, product text, "readOnly" boolean, comment text, kind text, version text, content json)`,
    [
      JSON.stringify(
        releases.map(({ builds, ...release }) => ({
          ...release,
          kind: release.content.kind,
          version: releaseVersion(release),
        })),
      ),
    ],
  );
  await client.query(
    `INSERT INTO packed_builds (release, build_target, locale, build_id, attributes, patches)
    SELECT release, "buildTarget", locale, "buildID", attributes, patches FROM json_to_recordset($1::json) AS b(
      release text, "buildTarget" text, locale text, "buildID" text, attributes json, patches json)`,
    [
      canonicalize(
        releases.flatMap(({ name, builds }) => builds.map((one) => ({ ...packBuild(one), release: name }))),
      ),
    ],
  );
}

/** Products, channels, rules and where files may be. */
export async function writeRest(
  client: pg.Client,
  { products, channels, rules }: Configuration,
): Promise<void> {
  const insertRows = (table: string, columns: string, rows: readonly object[]) =>
    client.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  await insertRows(
    "products",
    "name, throttle, version_order, row_version",
    products.map(({ name }) => ({ ...{ name, throttle: 100 }, version_order: "mozilla", row_version: 1 })),
  );
  await insertRows(
    "channels",
    "product, name, row_version",
    channels.map((one) => ({ ...one, row_version: 1 })),
  );
  await insertRows("rules", ruleColumns.join(", "), rules.map(ruleRow));
  await client.query("SELECT setval(pg_get_serial_sequence('rules', 'id'), (SELECT max(id) FROM rules))");
  await client.query(
    "INSERT INTO allowed_domains (host, products) SELECT $1, array_agg(name) FROM products",
    [host],
  );
}

const toColumn = (name: string) =>
  name.replace(/ID$/, "Id").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const ruleColumns =
  "id alias comment enabled priority mapping fallback_mapping background_rate update_type product channel version build_id build_target locale os_version distribution dist_version instruction_set memory header_architecture mig64 jaws row_version".split(
    " ",
  );

function ruleRow(rule: object): object {
  const entries = Object.entries(rule).map(([name, value]: [string, unknown]) => [toColumn(name), value]);
  return { ...Object.fromEntries(entries), row_version: 1 } as object;
}
