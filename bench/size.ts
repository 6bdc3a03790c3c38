import { compileSnapshot, type Snapshot, type SnapshotInput } from "@/lib/decision/snapshot";
import { decide } from "@/lib/decision/decide";
import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";
import type { Rule } from "@/lib/rules/rule";

import { clients } from "./clients";
import { configurationWithRules } from "./configuration";
import { itemAt } from "./random";
import { buildTargets, configuredRelease, locales, product } from "./releases";
import { median } from "./report";

// How the cost of a decision and the memory grow with rules and mapped releases, in one process without HTTP.

const ruleCounts = [10, 100, 1_000, 10_000];
const releaseCounts = [10, 30, 100, 300, 1_000];
const rounds = 9;
const decisions = 100_000;

type Asked = { readonly url: string; readonly userAgent: string | undefined };
type Subject = { readonly count: number; readonly snapshot: Snapshot; readonly asked: readonly Asked[] };

/** Nanoseconds that a decision takes, with the reading of its request. */
function cost({ snapshot, asked }: Subject): number {
  const began = process.hrtime.bigint();
  for (let index = 0; index < decisions; index++) {
    decide(snapshot, queryOf(itemAt(asked, index % asked.length)), () => 50);
  }
  return Number(process.hrtime.bigint() - began) / decisions;
}

function queryOf(asked: Asked): UpdateQuery {
  const parsed = parseUpdateUrl(asked.url, asked);
  if (parsed.kind === "unreadable") throw new Error(`Can't be read: ${asked.url}`);
  return parsed.query;
}

/** Of each: the median, and its ratio to the first in the same round. */
function compare(subjects: readonly Subject[]): { count: number; cost: number; ratio: number }[] {
  for (const subject of subjects) cost(subject);
  const measured = Array.from({ length: rounds }, (_, round) => {
    const costs = new Map<Subject, number>();
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      costs.set(subject, cost(subject));
    }
    return costs;
  });
  const first = itemAt(subjects, 0);
  return subjects.map((subject) => ({
    count: subject.count,
    cost: median(measured.map((costs) => costs.get(subject) ?? NaN)),
    ratio: median(measured.map((costs) => (costs.get(subject) ?? NaN) / (costs.get(first) ?? NaN))),
  }));
}

function withRules(): Subject[] {
  const asked = clients(20_000)
    .filter(({ url }) => !url.includes("-cck-"))
    .map(({ url }) => ({ url, userAgent: undefined }));
  return ruleCounts.map((count) => ({ count, asked, snapshot: compileSnapshot(inputWithRules(count)) }));
}

function inputWithRules(count: number): SnapshotInput {
  const { rules, ...rest } = configurationWithRules(count);
  return {
    ...rest,
    revision: 1,
    rules: rules.map((rule, index) => ({ ...rule, id: index + 1, rowVersion: 1 })),
  };
}

type Grown = Subject & { readonly memory: number };

/** Releases of 800 builds, each mapped by a rule for a channel of its own. */
function withReleases(): Grown[] {
  const base = inputWithRules(10);
  const releases: SnapshotInput["releases"][number][] = [];
  const empty = memoryInUse();
  return releaseCounts.map((count) => {
    while (releases.length < count) releases.push(asRead(releases.length));
    const snapshot = compileSnapshot({ ...base, releases: [...releases], rules: releases.map(ruleFor) });
    const asked = askedOf(count);
    for (const one of asked) decide(snapshot, queryOf(one), () => 50);
    return { count, snapshot, asked, memory: memoryInUse() - empty };
  });
}

/** Strings that are shared with nothing, as they come from a database. */
function asRead(index: number): SnapshotInput["releases"][number] {
  const shipped = {
    name: `Falcon-size-${index}`,
    line: "release",
    version: `${101 + index}.0`,
    buildID: String(20_230_101_000_000 + index),
    position: 3 + (index % 40),
  } as const;
  return JSON.parse(JSON.stringify(configuredRelease(shipped))) as SnapshotInput["releases"][number];
}

function ruleFor({ name }: { name: string }, index: number): Rule {
  const rule = inputRule;
  return { ...rule, id: index + 1, channel: `size-${index}`, mapping: name };
}

const inputRule = itemAt(
  inputWithRules(7).rules.filter(({ channel }) => channel === "release*"),
  0,
);

/** One of each build target and locale in turn, over all channels. */
function askedOf(count: number): Asked[] {
  return Array.from({ length: 20_000 }, (_, index) => {
    const target = itemAt(buildTargets, index % buildTargets.length);
    const locale = itemAt(locales, (index * 7) % locales.length);
    const place = [product, "100.0", "20220101000000", target.name, locale, `size-${(index * 13) % count}`];
    const rest = [encodeURIComponent(encodeURIComponent(target.osVersion)), "ISET:SSE4_2,MEM:8192"];
    return {
      url: `/update/6/${[...place, ...rest].join("/")}/default/default/update.xml`,
      userAgent: undefined,
    };
  });
}

/** Bytes, after what is not needed any more was given back. */
function memoryInUse(): number {
  if (!globalThis.gc) throw new Error("Start it with --expose-gc");
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

const nanoseconds = (value: number) => String(Math.round(value));
const table = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `| ${row.join(" | ")} |`).join("\n");

function chart(title: string, points: readonly { count: number; cost: number }[]): string {
  return [
    "```mermaid",
    "xychart-beta",
    `  title "${title}"`,
    `  x-axis [${points.map(({ count }) => `"${count.toLocaleString("en")}"`).join(", ")}]`,
    `  y-axis "ns" 0 --> ${Math.ceil(Math.max(...points.map(({ cost: of }) => of)) / 500) * 500}`,
    `  line [${points.map(({ cost: of }) => nanoseconds(of)).join(", ")}]`,
    "```",
  ].join("\n");
}

function main(): number {
  const byRules = compare(withRules());
  console.log(
    table([
      ["rules", "ns for a decision", "of the first"],
      ["---:", "---:", "---:"],
      ...byRules.map(({ count, cost: of, ratio }) => [
        count.toLocaleString("en"),
        nanoseconds(of),
        ratio.toFixed(2),
      ]),
    ]),
  );
  console.log(`\n${chart("A decision, by the number of rules", byRules)}\n`);
  const grown = withReleases();
  const byReleases = compare(grown);
  console.log(
    table([
      ["mapped releases", "ns for a decision", "of the first", "MiB", "MiB a release"],
      ["---:", "---:", "---:", "---:", "---:"],
      ...byReleases.map(({ count, cost: of, ratio }, index) => {
        const mebibytes = itemAt(grown, index).memory / 2 ** 20;
        const each = (mebibytes / count).toFixed(2);
        return [count.toLocaleString("en"), nanoseconds(of), ratio.toFixed(2), mebibytes.toFixed(0), each];
      }),
    ]),
  );
  console.log(`\n${chart("A decision, by the number of mapped releases", byReleases)}\n`);
  const worst = Math.max(...byRules.map(({ ratio }) => ratio));
  const isMet = worst <= 1.5;
  console.log(`- at most 1.5 × from 10 to 10,000 rules: ${worst.toFixed(2)} — ${isMet ? "met" : "missed"}`);
  return isMet ? 0 : 1;
}

process.exitCode = main();
