import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";

import { mintToken } from "@/lib/access/token";
import { system } from "@/lib/access/role";
import { operationSchema, type Operation } from "@/lib/changes/operation";
import { enact } from "@/lib/changes/service";
import { disconnect } from "@/lib/db/client";

import { start } from "./subject";

const environment = process.env;
const origin = `http://127.0.0.1:${environment["PORT"] ?? "3000"}`;
const actor = system("bench");
const release = "Falcon-98.0-build1";
const clients = 50;
const goal = 30;
const buildTargets = ["Linux_x86-gcc3", "Linux_x86_64-gcc3", "Linux_aarch64-gcc3", "WINNT_x86-msvc"].concat([
  ...["WINNT_x86_64-msvc", "WINNT_aarch64-msvc-aarch64", "Darwin_x86_64-gcc3", "Darwin_aarch64-gcc3"],
]);
const locales = Array.from({ length: 100 }, (_, i) => `l${i}`);

type Round = {
  readonly seconds: number;
  readonly failed: number;
  readonly changed: number;
  readonly slowest: number;
};

/** 800 builds of one release, submitted one by one by 50 clients at once, none of which repeats a request; then the same again. */
async function main(): Promise<number> {
  await makeProduct();
  const secret = await mintToken(actor, {
    name: "bench",
    scope: "submit",
    products: ["Falcon"],
    expiresAt: null,
  });
  await disconnect();
  const front = await start(path.resolve("dist/front.mjs"), [], environment);
  const builds = buildTargets.flatMap((target) => locales.map((locale) => buildOf(target, locale)));
  const rounds = [await submitAll(builds, secret), await submitAll(builds, secret)] as const;
  const stored = await countBuilds(secret);
  front.child.disconnect();
  await once(front.child, "exit");
  return report(rounds, { wanted: builds.length, stored });
}

async function makeProduct(): Promise<void> {
  const operations = [
    { entity: "product", action: "create", value: { name: "Falcon" } },
    { entity: "allowedDomain", action: "create", value: { host: "cdn.example.net", products: ["Falcon"] } },
  ].map((one): Operation => operationSchema.parse(one));
  await enact(actor, { reason: "Bench", source: "api", operations });
}

function buildOf(buildTarget: string, locale: string): object {
  const patch = { type: "complete", from: "*", size: 60_000_000, hashValue: "a".repeat(128) };
  const url = `https://cdn.example.net/98.0/${buildTarget}/${locale}.complete.mar`;
  return { buildTarget, locale, buildID: "20261126120000", patches: [{ ...patch, url }] };
}

async function submitAll(builds: readonly object[], secret: string): Promise<Round> {
  const left = [...builds];
  const round = { failed: 0, changed: 0, slowest: 0 };
  const begin = performance.now();
  const client = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const asked = performance.now();
      const answer = await submitOne(next, secret);
      round.slowest = Math.max(round.slowest, performance.now() - asked);
      if (answer === null) round.failed++;
      else if (answer.revision !== null) round.changed++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { ...round, seconds: (performance.now() - begin) / 1_000 };
}

async function submitOne(build: object, secret: string): Promise<{ revision: number | null } | null> {
  const attributes = { appVersion: "98.0", displayVersion: "98.0", detailsURL: "https://example.net/98.0" };
  const content = { kind: "application", attributes };
  const response = await fetch(`${origin}/api/v1/releases/${release}/builds`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ release: { product: "Falcon", content }, builds: [build] }),
  });
  const text = await response.text();
  if (response.status === 200) return JSON.parse(text) as { revision: number | null };
  console.error(`${response.status}: ${text.slice(0, 300)}`);
  return null;
}

async function countBuilds(secret: string): Promise<number> {
  const headers = { authorization: `Bearer ${secret}` };
  const response = await fetch(`${origin}/api/v1/releases/${release}`, { headers });
  return ((await response.json()) as { builds: unknown[] }).builds.length;
}

function line({ seconds, failed, changed, slowest }: Round): string {
  return `${seconds.toFixed(1)} s, ${failed} failed, ${changed} changed something, the slowest took ${(slowest / 1_000).toFixed(1)} s`;
}

function report(
  [first, second]: readonly [Round, Round],
  { wanted, stored }: { wanted: number; stored: number },
): number {
  const goals = {
    [`all ${wanted} succeed`]: first.failed === 0 && first.changed === wanted && stored === wanted,
    [`within ${goal} s`]: first.seconds <= goal,
    "the same again changes nothing": second.failed === 0 && second.changed === 0,
  };
  const text = [
    `${wanted} builds of one release, one request each, ${clients} clients at once, nothing repeated.`,
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}.`,
    "",
    `first:  ${line(first)}; ${stored} builds are there`,
    `again:  ${line(second)}`,
    "",
    ...Object.entries(goals).map(([name, isMet]) => `- ${name}: ${isMet ? "met" : "missed"}`),
  ].join("\n");
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "submit.md"), `${text}\n`);
  console.log(text);
  return Object.values(goals).every(Boolean) ? 0 : 1;
}

process.exitCode = await main();
