import { setTimeout as pause } from "node:timers/promises";

import { authorize, authorizeReading, canSee } from "@/lib/access/can";
import { actorName, type Actor } from "@/lib/access/role";
import { rowsOfProducts } from "@/lib/analysis/changed-input";
import { doBeside } from "@/lib/analysis/service-worker";
import { getRevision, listAllowedDomains } from "@/lib/configuration/store";
import { readRows } from "@/lib/configuration/store-rows";
import { consistently, db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { announce } from "@/lib/hooks/store";
import { addFilesJob } from "@/lib/jobs/store";
import { compileAllowedDomains } from "@/lib/releases/allowed-domains";
import { findRelease, listAllBuilds, listBuildsOf, type StoredRelease } from "@/lib/releases/store";
import { toSnapshotInput } from "@/lib/restore/snapshot";
import { keepingAlive } from "@/lib/tasks/service";
import * as tasks from "@/lib/tasks/store";
import type { Task } from "@/lib/tasks/task";

import { causesInWords, faultsInWords, type Failure } from "./failure";
import { listFiles } from "./list-files";
import type { Means } from "./look-at-file";
import type { Depth, FileToVerify, Plan } from "./plan";
import { configuredFailures } from "./report";
import * as store from "./store";
import type { KeptFailure, Verified } from "./verified";
import { nothingKept, verifyFiles } from "./verify";

/** A file server has so many milliseconds for each piece of a file. */
const patience = 30_000;
/** Others are served by the same hosts. */
const pace = { parallel: 8, rate: 100 };
const mostKept = 500;
const mostUsersKept = 20;

export type Wanted = {
  readonly release: string | null;
  readonly product: string | null;
  readonly channel: string | null;
};

/**
 * What is to be asked and looked at to verify a release, or a product's channel, by the configuration as it is.
 *
 * @throws Refusal "not-found" when there is no such release or product that the actor may read
 */
export async function planOf(actor: Actor, { release, channel, ...given }: Wanted): Promise<Plan> {
  const product = release === null ? given.product : (await getReadable(actor, release)).product;
  if (product === null) throw new Refusal("invalid", "Give a release, or a product and a channel");
  authorize(actor, "read", { product });
  const { revision, rows } = await consistently(async (read) => {
    const own = rowsOfProducts(await readRows(read, []), [product]);
    const releases = own.release.map(({ name }) => name);
    const build = await listAllBuilds(read, releases);
    return { revision: await getRevision(read), rows: { ...own, build } };
  });
  if (!rows.product.some(({ name }) => name === product)) {
    throw new Refusal("not-found", `There is no product "${product}"`);
  }
  const input = toSnapshotInput(revision, rows);
  return doBeside("verification", { input, subject: { product, release, channel } });
}

async function getReadable(actor: Actor, name: string): Promise<StoredRelease> {
  authorizeReading(actor);
  const release = await findRelease(db(), name);
  if (release && canSee(actor, release.product)) return release;
  throw new Refusal("not-found", `There is no release "${name}"`);
}

/** What came of the last verification of a release's files, and of the task that runs or ran last. */
export type ReleaseVerification = { readonly verified: Verified | null; readonly task: Task | null };

/** @throws Refusal "not-found" when there is no such release that the actor may read */
export async function readReleaseVerification(actor: Actor, name: string): Promise<ReleaseVerification> {
  await getReadable(actor, name);
  const [verified, task] = await Promise.all([
    store.findVerified(db(), [name]),
    tasks.findNewest(db(), { kind: "verify-files", title: titleOf(name), now: new Date() }),
  ]);
  return { verified: verified.get(name) ?? null, task };
}

const titleOf = (release: string) => `Verify the files of ${release}`;

/**
 * Has the worker look at every file of a release, unless it does already. @returns the task's number
 *
 * @throws Refusal "not-found"; "forbidden" for whoever may not submit the product's releases
 */
export async function startReleaseVerification(actor: Actor, name: string, depth: Depth): Promise<number> {
  const { product } = await getReadable(actor, name);
  authorize(actor, "submit", { product });
  const { task } = await readReleaseVerification(actor, name);
  if (task?.state === "running") return task.id;
  return transaction(async (tx) => {
    const by = actorName(actor);
    const id = await tasks.insertTask(tx, { kind: "verify-files", title: titleOf(name), by });
    await addFilesJob(tx, { task: id, release: name, depth, by });
    return id;
  });
}

export type FilesJob = {
  readonly task: number;
  readonly release: string;
  readonly depth: Depth;
  readonly by: string;
};

/** Looks at every file of a release, and keeps what came of it. */
export async function runReleaseVerification({ task, release, depth, by }: FilesJob): Promise<void> {
  const found = await readWhole(release);
  if (!found) {
    const says = "The release is not there any more";
    await tasks.endTask(db(), task, { state: "failed", result: { says, isGood: false } });
    return;
  }
  const { files, faults } = listFiles(found.release);
  await tasks.noteProgress(db(), task, { phase: "Asking for files", total: files.length });
  const failures = [
    ...configuredFailures([...faults]),
    ...(await keepingAlive(task, (progress) => {
      let done = 0;
      const advance = () => {
        progress({ done: ++done, total: files.length });
      };
      return verifyFiles(files, depth, { means: means(found.mayFollow), pace, kept: nothingKept, advance });
    })),
  ];
  const at = new Date();
  const result = toResult(files, failures);
  const counts = { files: files.length, failed: failures.length };
  await transaction(async (tx) => {
    await store.putVerification(tx, {
      ...{ release, depth, by, contentHash: found.hash, at, ...counts },
      failures: failures.slice(0, mostKept).map(toKept),
    });
    await tasks.endTask(tx, task, { state: "done", result });
    await announce(tx, {
      event: "verified",
      ...{ at, actor: by, products: [found.release.product] },
      about: { release, depth, ...counts, outcome: result.says },
    });
  });
}

/** A release as it is now, and where redirects of its files may lead. */
function readWhole(name: string) {
  return consistently(async (read) => {
    const release = await findRelease(read, name);
    if (!release) return null;
    const builds = await listBuildsOf(read, name);
    const hash = (await store.hashContents(read, [name])).get(name) ?? "";
    const isAllowed = compileAllowedDomains(await listAllowedDomains(read));
    const mayFollow = (url: string) => isAllowed(url, release.product);
    return { release: { ...release, builds }, hash, mayFollow };
  });
}

function means(mayFollow: Means["mayFollow"]): Means {
  return { fetch, now: () => performance.now(), pause: (ms) => pause(ms), patience, mayFollow };
}

function toKept({ cause, detail, url, users }: Failure): KeptFailure {
  const kept = users.slice(0, mostUsersKept);
  return { cause, detail, url, users: kept, more: users.length - kept.length };
}

function toResult(files: readonly FileToVerify[], failures: readonly Failure[]) {
  const all = files.length === 1 ? "the only file is" : `all ${files.length} files are`;
  if (failures.length === 0) return { says: `${all} as configured`.replace(/^[at]/, upper), isGood: true };
  const says = `${faultsInWords(failures.length)} in ${files.length} files: ${causesInWords(failures)}`;
  return { says, isGood: false };
}

const upper = (letter: string) => letter.toUpperCase();
