import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import pg from "pg";

import { system } from "@/lib/access/role";
import { listRevisions, verifyChain } from "@/lib/audit/service";
import { disconnect } from "@/lib/db/client";

import { writeRecord } from "./record";

const environment = process.env;
const entries = Number(environment["BENCH_ENTRIES"] ?? 1_000_000);
const superuserUrl = environment["BENCH_SUPERUSER_URL"] ?? "";
const actor = system("bench");
const pages = 5;

async function main(): Promise<void> {
  const newest = await timed("writing the record", () => writeRecord(superuserUrl, entries));
  const lines = [`${entries.toLocaleString("en")} entries in ${newest.toLocaleString("en")} revisions`, ""];
  const say = (line: string) => {
    console.log(line);
    lines.push(line);
  };
  let most = 0;
  const begin = performance.now();
  const sound = await verifyChain(actor, () => (most = Math.max(most, process.memoryUsage.rss())));
  say(`verify, sound: ${seconds(begin)} s, at most ${Math.round(most / 2 ** 20)} MiB resident`);
  if (!sound.sound || sound.entries !== entries) throw new Error(JSON.stringify(sound));
  await alter(newest - 1);
  const found = await verifyChain(actor);
  if (found.sound || found.revision !== newest - 1 || found.positions[0] !== 0) {
    throw new Error(`The altered byte was not found where it is: ${JSON.stringify(found)}`);
  }
  say(`one altered byte: found in revision ${found.revision}, row ${found.positions.join()}`);
  for (const [name, filter] of Object.entries(filters(newest))) {
    const times = [];
    for (let round = 0; round < pages; round++) {
      const start = performance.now();
      await listRevisions(actor, filter);
      times.push(performance.now() - start);
    }
    say(`list, ${name}: at most ${Math.round(Math.max(...times))} ms`);
  }
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "verify.md"), `${lines.join("\n")}\n`);
}

/** Pages of 20, so that a record of 250,000 revisions has 10,000 of them. */
function filters(newest: number) {
  const limit = 20;
  const deep = Math.max(1, newest - 9_999 * limit);
  return {
    "page 1": { limit },
    "page 10,000": { limit, before: deep },
    "page 10,000, backwards": { limit, after: Math.max(1, deep - limit) },
    "actor, page 1,000": { limit, before: deep, actor: "token nightly" },
    "unknown actor": { limit, actor: "nobody" },
    source: { limit, source: "seed" },
    row: { limit, entity: "rule", key: "42" },
    "kind of row": { limit, entity: "build", before: deep },
    "kind of row that is not there": { limit, entity: "pin" },
    product: { limit, product: "Falcon", before: deep },
    "rare product": { limit, product: "Osprey", before: deep },
    channel: { limit, channel: "beta", before: deep },
    "rare channel": { limit, channel: "esr7" },
    "product and channel": { limit, product: "Osprey", channel: "esr7" },
    "text in the reason, once": { limit, reason: "reason 77 of" },
    "text that is nowhere": { limit, reason: "no such text" },
    "a day of the past": { limit, from: new Date("2026-01-03"), to: new Date("2026-01-04") },
    "actor and channel": { limit, actor: "token release", channel: "beta", to: new Date("2026-02-01") },
  };
}

async function alter(revision: number): Promise<void> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  await client.query(
    `BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE packed_audit_entries SET after = regexp_replace(after::text, '[0-9]', '9')::json WHERE revision = ${revision};
    COMMIT`,
  );
  await client.end();
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  console.log(`${name}: ${seconds(begin)} s`);
  return result;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

await main();
await disconnect();
