import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import pg from "pg";

import { system } from "@/lib/access/role";
import { operationSchema, type Operation } from "@/lib/changes/operation";
import { enact } from "@/lib/changes/service";
import { disconnect } from "@/lib/db/client";

import { buildOf, buildTargets, configuredRelease, locales, shipped, type Shipped } from "./releases";
import { itemAt } from "./random";

const environment = process.env;
const actor = system("bench");
const products = ["Falcon", "Osprey", "Merlin"];
/** The first nights fill pages that later ones find half full. */
const nights = [6, 7, 8, 9];
/** In bytes. */
const goal = 5_000_000;

/** What a nightly day adds to the database, submitted build by build. */
async function main(): Promise<number> {
  const client = new pg.Client(environment["BENCH_SUPERUSER_URL"]);
  await client.connect();
  await make(products.map((name) => ({ entity: "product", action: "create", value: { name } })));
  await make([{ entity: "allowedDomain", action: "create", value: { host: "cdn.example.net", products } }]);
  for (const night of nights.slice(0, -1)) await submit(night, "whole");
  const before = await sizes(client);
  await submit(itemAt(nights, -1), "build by build");
  const after = await sizes(client);
  const lines = [...after].map(([name, size]) => ({ name, added: size - (before.get(name) ?? 0) }));
  const added = lines.find(({ name }) => name === "all")?.added ?? 0;
  const verdict = `at most ${inMegabytes(goal)}: ${added <= goal ? "met" : "missed"}`;
  const list = lines
    .filter(({ added }) => added > 0)
    .sort((a, b) => b.added - a.added)
    .map(({ name, added }) => `${inMegabytes(added).padStart(8)}  ${name}`)
    .join("\n");
  const text = `${list}\n\n${verdict}`;
  console.log(text);
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "growth.md"), `${text}\n`);
  await client.end();
  return added <= goal ? 0 : 1;
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

async function submit(night: number, how: "whole" | "build by build"): Promise<void> {
  const { name, ...nightly } = itemAt(shipped.nightly, night);
  for (const product of products) {
    const release = { ...nightly, name: name.replace("Falcon", product) };
    const { builds: _, ...value } = { ...configuredRelease(release), product };
    await make([{ entity: "release", action: "create", value }]);
    const builds = buildTargets.flatMap((target) =>
      locales.map((locale) => build(release, target.name, locale)),
    );
    if (how === "whole") await make(builds);
    else for (const one of builds) await make([one]);
  }
}

function build(release: Shipped, target: string, locale: string): object {
  return {
    entity: "build",
    action: "create",
    value: { ...buildOf(release, target, locale), release: release.name },
  };
}

async function make(operations: readonly object[]): Promise<void> {
  await enact(actor, {
    reason: "Nightly of 2026-11-26",
    source: "api",
    operations: operations.map((one): Operation => operationSchema.parse(one)),
  });
}

async function sizes(client: pg.Client): Promise<Map<string, number>> {
  await client.query("VACUUM");
  const { rows } = await client.query<{ name: string; size: string }>(`
    SELECT relname AS name, pg_relation_size(oid) AS size FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
    UNION ALL SELECT c.relname || ' toast', pg_total_relation_size(c.reltoastrelid) FROM pg_class AS c
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltoastrelid > 0
    UNION ALL SELECT 'all', pg_database_size(current_database())`);
  return new Map(rows.map(({ name, size }) => [name, Number(size)]));
}

process.exitCode = await main();
await disconnect();
