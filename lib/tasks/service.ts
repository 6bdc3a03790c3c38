import { authorizeReading, can } from "@/lib/access/can";
import { actorName, system, type Actor } from "@/lib/access/role";
import { verifyChain } from "@/lib/audit/service";
import type { Verification } from "@/lib/audit/verify";
import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { addTaskJob } from "@/lib/jobs/store";
import { logDefect } from "@/lib/log";

import * as store from "./store";
import type { Progress, Task, TaskKind, TaskResult } from "./task";

/** How long what has ended is still told. */
const toldFor = 3_600_000;
const mostTold = 20;
/** Milliseconds between signs of life. */
const beat = 1_000;

/**
 * What runs, and what ended within the last hour, the newest first. What others import or restore is told to those only
 * who may look at every product: titles name what is in them.
 */
export async function listTasks(actor: Actor): Promise<Task[]> {
  authorizeReading(actor);
  const now = new Date();
  const endedAfter = new Date(now.getTime() - toldFor);
  const tasks = await store.listTasks(db(), { endedAfter, limit: mostTold, now });
  if (can(actor, "read", { product: null })) return tasks;
  return tasks.filter(({ kind, by }) => kind === "verify-record" || by === actorName(actor));
}

/** What runs, as `listTasks` tells it. */
export async function listRunning(actor: Actor): Promise<Task[]> {
  return (await listTasks(actor)).filter(({ state }) => state === "running");
}

/** The verification of the record that runs or ended last, and the last that came to an end. */
export async function readVerification(
  actor: Actor,
): Promise<{ newest: Task | null; lastDone: Task | null }> {
  authorizeReading(actor);
  const now = new Date();
  const kind = "verify-record";
  const newest = await store.findNewest(db(), { kind, now });
  if (newest?.state === "done" || newest === null) return { newest, lastDone: newest };
  return { newest, lastDone: await store.findNewest(db(), { kind, isDone: true, now }) };
}

/** Has the worker verify the record, unless it does already. @returns the task's number */
export async function startVerification(actor: Actor): Promise<number> {
  authorizeReading(actor);
  const newest = await store.findNewest(db(), { kind: "verify-record", now: new Date() });
  if (newest?.state === "running") return newest.id;
  return transaction(async (tx) => {
    const by = actorName(actor);
    const id = await store.insertTask(tx, { kind: "verify-record", title: "Verify the record", by });
    await addTaskJob(tx, id);
    return id;
  });
}

/** Verifies the record and keeps what came of it. */
export async function runVerification(id: number): Promise<void> {
  await store.noteProgress(db(), id, { phase: "Recomputing hashes" });
  await keepingAlive(id, async (progress) => {
    const verification = await verifyChain(system("worker"), ({ revisions, of }) => {
      progress({ done: revisions, total: of });
    });
    await store.endTask(db(), id, { state: "done", result: toResult(verification) });
  });
}

/** Ends a task that could not be done. */
export async function failTask(id: number, says: string): Promise<void> {
  await store.endTask(db(), id, { state: "failed", result: { says, isGood: false } });
}

function toResult(verification: Verification): TaskResult {
  if (!verification.sound) {
    const { revision, detail } = verification;
    return { says: `Revision ${revision} was altered: ${detail}`, isGood: false, revision };
  }
  const { revisions, entries } = verification;
  return {
    says: `${entries} entries of ${revisions} revisions are as they were enacted`,
    isGood: true,
    revision: revisions,
  };
}

/**
 * Does work that somebody waits for, so that whoever leaves the page finds it again.
 * @param outcome what came of it, to be told
 * @throws what the work throws
 */
export async function asTask<T>(
  actor: Actor,
  { kind, title, phase }: { kind: TaskKind; title: string; phase: string },
  work: (progress: (now: Progress) => void) => Promise<T>,
  outcome: (done: T) => TaskResult,
): Promise<T> {
  const id = await store.insertTask(db(), { kind, title, by: actorName(actor) });
  await store.noteProgress(db(), id, { phase });
  try {
    const done = await keepingAlive(id, work);
    await store.endTask(db(), id, { state: "done", result: outcome(done) });
    return done;
  } catch (error) {
    await failTask(id, error instanceof Refusal ? error.message : "The service failed: see its log");
    throw error;
  }
}

/** Gives signs of life, with the newest progress, until the work is over. */
export async function keepingAlive<T>(
  id: number,
  work: (progress: (now: Progress) => void) => Promise<T>,
): Promise<T> {
  const newest: { progress: Progress } = { progress: {} };
  let told = Promise.resolve();
  const timer = setInterval(() => {
    told = store.noteProgress(db(), id, newest.progress).catch((error: unknown) => {
      logDefect(error, "the progress of a task could not be kept");
    });
  }, beat);
  try {
    return await work((progress) => {
      newest.progress = progress;
    });
  } finally {
    clearInterval(timer);
    await told;
  }
}
