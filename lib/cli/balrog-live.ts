import fs from "node:fs";
import path from "node:path";

import type { z } from "zod";

import type { BalrogFile } from "@/lib/balrog/import";
import {
  keptRelease,
  liveReleases,
  liveRevisions,
  liveRules,
  namesInBlob,
  namesInRules,
  withHistory,
  type KeptRelease,
  type LiveRelease,
  type LiveRule,
} from "@/lib/balrog/live";

import { Failure } from "./failure";
import { fetchJson } from "./fetch-json";
import { writeTextFile } from "./files";
import type { Io } from "./io";
import { count, startProgress } from "./output";

export type LiveOptions = {
  /** Only releases that rules map to, and those that these lean on. */
  readonly mapped?: boolean;
  /** How many of the last changes of each rule are put into its comment. */
  readonly history?: number;
  /** Where what was fetched is kept; undefined: nowhere. */
  readonly keep?: string;
  /** Requests under way at once. */
  readonly parallel: number;
};

export function isAddress(given: string): boolean {
  return /^https?:\/\//i.test(given);
}

/** Reads a Balrog that is in use, through its public API, as files of a dump. @throws Failure */
export async function readLiveBalrog(io: Io, given: string, options: LiveOptions): Promise<BalrogFile[]> {
  const root = `${given.replace(/(\/api\/v1)?\/*$/, "")}/api/v1`;
  const { releases: listed } = await ask(io, `${root}/releases`, liveReleases);
  const rules = await readRules(io, root);
  const list = new Map(listed.map((release) => [release.name, release]));
  // A release may have come after the list.
  const wanted = new Set(options.mapped ? namesInRules(rules) : [...list.keys(), ...namesInRules(rules)]);
  const releases = await readReleases(io, { root, wanted, list }, options);
  const shutOffs = await fetchJson(io, `${root}/emergency_shutoff`);
  return [
    ...releases.map((row) => ({ file: `${root}/releases/${row.name}`, document: { releases: [row] } })),
    {
      file: `${root}/rules`,
      document: { rules: await withHistories(io, root, rules, options) },
    },
    ...(shutOffs === null ? [] : [{ file: `${root}/emergency_shutoff`, document: shutOffs }]),
  ];
}

async function readRules(io: Io, root: string): Promise<LiveRule[]> {
  const { count: all, rules } = await ask(io, `${root}/rules`, liveRules);
  if (rules.length === all) return rules.map(withoutNulls);
  throw new Failure(`${root}/rules says that there are ${all} rules and lists ${rules.length}. Try again.`);
}

/** A condition that is null is none, and so is a field that nothing here knows. */
function withoutNulls(rule: LiveRule): LiveRule {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null)) as LiveRule;
}

async function ask<Schema extends z.ZodType>(io: Io, url: string, schema: Schema): Promise<z.output<Schema>> {
  const answer = await fetchJson(io, url);
  if (answer === null) throw new Failure(`There is nothing at ${url}. Is it the public address of a Balrog?`);
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Failure(
    `${url} is not as Balrog answers: ${issue?.path.join("/") ?? ""}: ${issue?.message ?? ""}`,
  );
}

type Sought = {
  readonly root: string;
  /** Grows by what is found to be leant on. */
  readonly wanted: Set<string>;
  readonly list: ReadonlyMap<string, LiveRelease>;
};

async function readReleases(
  io: Io,
  { root, wanted, list }: Sought,
  options: LiveOptions,
): Promise<KeptRelease[]> {
  const found = new Map<string, KeptRelease>();
  const gone: string[] = [];
  for (let round = [...wanted]; round.length > 0;) {
    const fetched = await inParallel(io, round, {
      label: "Fetching releases",
      parallel: options.parallel,
      work: (name) => readRelease(io, { root, name, listed: list.get(name) ?? null }, options.keep),
    });
    for (const [index, row] of fetched.entries()) {
      if (row) found.set(row.name, row);
      else gone.push(round[index] ?? "");
    }
    const leantOn = fetched.flatMap((row) => (row ? namesInBlob(row.blob) : []));
    round = [...new Set(leantOn)].filter((name) => list.has(name) && !wanted.has(name));
    for (const name of round) wanted.add(name);
  }
  if (gone.length > 0) io.tell(`Not there any more: ${gone.join(", ")}`);
  io.tell(`Read ${found.size} of ${count(list.size, "release")}.`);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Null: it is not there. */
async function readRelease(
  io: Io,
  { root, name, listed }: { root: string; name: string; listed: LiveRelease | null },
  keep: string | undefined,
): Promise<KeptRelease | null> {
  const file = keep === undefined ? null : path.join(keep, `${encodeURIComponent(name)}.json`);
  const kept = file === null ? null : readKept(file);
  if (kept && listed && isStillSo(kept, listed)) return kept;
  const blob = await fetchJson(io, `${root}/releases/${encodeURIComponent(name)}`);
  if (blob === null) return null;
  const row = keptRelease.safeParse({ name, data_version: 0, ...known(listed), blob });
  if (!row.success) throw new Failure(`${root}/releases/${name} is no blob of Balrog's.`);
  if (file !== null) writeTextFile(file, JSON.stringify(row.data));
  return row.data;
}

/** Only of a release that is locked does one data version speak for all its locales. */
function isStillSo(kept: KeptRelease, listed: LiveRelease): boolean {
  return kept.read_only === true && listed.read_only === true && kept.data_version === listed.data_version;
}

function known(listed: LiveRelease | null): object {
  if (!listed) return {};
  const { product, data_version, read_only } = listed;
  return { product, data_version, read_only };
}

/** What cannot be read is fetched anew. */
function readKept(file: string): KeptRelease | null {
  try {
    return keptRelease.safeParse(JSON.parse(fs.readFileSync(file, "utf8"))).data ?? null;
  } catch {
    return null;
  }
}

async function withHistories(
  io: Io,
  root: string,
  rules: readonly LiveRule[],
  { history = 0, parallel }: LiveOptions,
): Promise<readonly LiveRule[]> {
  if (history === 0) return rules;
  return inParallel(io, rules, {
    label: "Fetching histories",
    parallel,
    work: async (rule) => {
      const at = `${root}/rules/${rule.rule_id}/revisions?page=1&limit=${history + 1}`;
      const { rules: revisions } = await ask(io, at, liveRevisions);
      return { ...rule, comment: withHistory(rule["comment"], revisions) };
    },
  });
}

/** Results in the order of the items; the first failure ends all. */
async function inParallel<Item, Result>(
  io: Io,
  items: readonly Item[],
  { label, parallel, work }: { label: string; parallel: number; work: (item: Item) => Promise<Result> },
): Promise<Result[]> {
  const progress = startProgress(io, items.length, label);
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      results[index] = await work(item);
      progress.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  } finally {
    progress.stop();
  }
  return results;
}
