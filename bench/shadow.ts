import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import type { ShadowReport } from "@/lib/shadow/report";
import { plantedAsMeant, plantedGroups, recordedLog, startAnswering } from "@/lib/testing/recorded-traffic";

import { residentMemory } from "./subject";

const environment = process.env;
const states = Number(environment["BENCH_STATES"] ?? 100_000);
/** Of the whole process, Node's own 60 included. */
const mostMebibytes = 256;

/** Has `aus shadow` compare two servers in a process of its own, and watches its memory. */
async function main(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), "aus-bench-"));
  const services = [await startAnswering("old"), await startAnswering("new")] as const;
  try {
    const log = path.join(directory, "access.log.gz");
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(log));
    const json = path.join(directory, "report.json");
    const begun = performance.now();
    const peak = await runShadow([...addresses(services), "--log", log, "--json", json, "--parallel", "32"]);
    const seconds = (performance.now() - begun) / 1_000;
    mustBeExact(JSON.parse(readFileSync(json, "utf8")) as ShadowReport);
    if (peak > mostMebibytes) throw new Error(`It took ${Math.round(peak)} MiB, more than ${mostMebibytes}`);
    say(
      `shadow: ${states.toLocaleString("en")} distinct requests compared in ${seconds.toFixed(0)} s, exactly what was planted found in ${plantedGroups.length + plantedAsMeant.length} groups, at most ${Math.round(peak)} MiB resident`,
    );
  } finally {
    await Promise.all(services.map(({ stop }) => stop()));
    rmSync(directory, { recursive: true });
  }
}

function* lines(): Generator<string> {
  for (const line of recordedLog(states)) yield `${line}\n`;
}

function addresses([old, young]: readonly [{ url: string }, { url: string }]): string[] {
  return ["--old", old.url, "--new", young.url];
}

/** @returns the most memory that it had resident, in MiB */
async function runShadow(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ["bin/aus", "shadow", ...args], { stdio: "inherit" });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMemory(child.pid ?? 0) ?? 0);
  }, 100);
  const [status] = (await once(child, "exit")) as [number | null];
  clearInterval(watch);
  if (status !== 1) throw new Error(`aus shadow ended with ${status ?? "a signal"}, not 1`);
  return peak;
}

/** @throws Error unless every planted difference was found, and nothing else */
function mustBeExact({ groups, intendedGroups, same, unanswered }: ShadowReport): void {
  const each = states / 1_000;
  const found = Object.fromEntries(
    [...groups, ...intendedGroups].map(({ key, distinct }) => [key, distinct]),
  );
  const wanted = Object.fromEntries([...plantedGroups, ...plantedAsMeant].map((key) => [key, each]));
  const isExact =
    Object.keys(found).length === Object.keys(wanted).length &&
    Object.entries(wanted).every(([key, count]) => found[key] === count) &&
    same.distinct === states - each * Object.keys(wanted).length &&
    unanswered.distinct === 0;
  if (!isExact) throw new Error(`Planted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
}

function say(line: string): void {
  console.log(line);
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "shadow.md"), `${line}\n`);
}

await main();
