import { getRevision } from "@/lib/configuration/store";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { programVersion } from "@/lib/program-version";
import { findRelease } from "@/lib/releases/store";
import { fetchFailure } from "@/lib/verify/fetch-failure";

import { filesToProbe, type FileProbe, type FileToProbe } from "./host-probe";
import type { Problem } from "./problem";
import { hostProblems } from "./problems-hosts";
import * as store from "./store-probes";

/** Milliseconds that a host has for an answer, the second time once more. */
const patience = 10_000;
const attempts = 2;
const atOnce = 4;
const hour = 3_600_000;
/** Of a release so many builds are looked at, and of all releases so many files are asked for. */
const mostBuilds = 20;
const mostFiles = 500;

/** Until when this process need not look again, unless something changes. */
const looked = { revision: -1, at: 0 };

/**
 * Asks the hosts of files that clients are sent to whether they can be reached: those of newly mapped releases soon,
 * all once an hour.
 */
export async function probeHosts(now: Date): Promise<void> {
  if (env().AUS_PROBE === "off") return;
  const revision = await getRevision(db());
  const isHour = now.getTime() - looked.at >= hour;
  if (revision === looked.revision && !isHour) return;
  const known = new Map((await store.listProbes(db())).map((probe) => [keyOf(probe), probe]));
  const files = await listFiles();
  const due = isHour ? files : files.filter((file) => !known.has(keyOf(file)));
  await eachOf(due.slice(0, mostFiles), async (file) => {
    await store.putProbe(db(), await probe(file, { before: known.get(keyOf(file)) ?? null, now }));
  });
  if (isHour) {
    await store.deleteOldProbes(db(), now);
    looked.at = now.getTime();
  }
  looked.revision = revision;
}

/** What came of it last. */
export async function readHostProblems(): Promise<Problem[]> {
  return env().AUS_PROBE === "off" ? [] : hostProblems(await store.listProbes(db()));
}

const keyOf = ({ host, release }: FileToProbe) => `${host} ${release}`;

async function listFiles(): Promise<FileToProbe[]> {
  const files: FileToProbe[] = [];
  for (const name of await store.listMappedReleases(db())) {
    const release = await findRelease(db(), name);
    if (release) files.push(...filesToProbe(release, await store.listSomeBuilds(db(), name, mostBuilds)));
  }
  return files;
}

async function probe(
  file: FileToProbe,
  { before, now }: { before: FileProbe | null; now: Date },
): Promise<FileProbe> {
  let reason: string | null = null;
  for (let attempt = 0; attempt < attempts; attempt++) {
    reason = await whyUnreachable(file.url);
    if (reason === null) return { ...file, at: now, failing: null };
  }
  if (before?.failing == null) {
    log.warn({ host: file.host, release: file.release, reason }, "the host of files cannot be reached");
  }
  return { ...file, at: now, failing: { since: before?.failing?.since ?? now, reason: reason ?? "" } };
}

/** Null: the host answers. That it does not have the file, or sends elsewhere, is for a verification to tell. */
async function whyUnreachable(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: "HEAD",
      headers: { "user-agent": `aus3/${programVersion}` },
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
    });
    return response.status >= 500 && response.status !== 501 ? `it answers ${response.status}` : null;
  } catch (error) {
    return fetchFailure(error, patience);
  }
}

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = all[Symbol.iterator]();
  const worker = async () => {
    for (const one of rest) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
