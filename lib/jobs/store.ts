import type { Db, Tx } from "@/lib/db/client";

import { mostDeliveryAttempts, mostStepAttempts, mostTaskAttempts, type TaskName, type Tasks } from "./job";

type NewJob<Name extends TaskName> = {
  readonly task: Name;
  readonly payload: Tasks[Name];
  /** Null: now. */
  readonly at: Date | null;
  /** A job takes the place of one with its key, unless that one is being worked on. */
  readonly key: string;
  readonly mostAttempts: number;
  /** Jobs of one lane are worked on one after the other; null: with any other. */
  readonly lane: string | null;
};

async function addJob<Name extends TaskName>(
  tx: Tx,
  { task, payload, at, key, mostAttempts, lane }: NewJob<Name>,
): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM jobs.add_job(${task}::text, payload := ${JSON.stringify(payload)}::json, queue_name := ${lane}::text,
      run_at := ${at}::timestamptz, max_attempts := ${mostAttempts}::integer, job_key := ${key}::text)`;
}

function stepKey(changeSet: number): string {
  return `change-set/${changeSet}`;
}

/** Has the next step of a change set enacted once it is due. @param at when; null: now */
export async function addStepJob(tx: Tx, changeSet: number, at: Date | null): Promise<void> {
  await addJob(tx, {
    task: "enact-step",
    payload: { changeSet },
    at,
    key: stepKey(changeSet),
    mostAttempts: mostStepAttempts,
    lane: null,
  });
}

/** @param hook whose deliveries go one after the other, so that a slow one holds up no other's */
export async function addDeliveryJob(
  tx: Tx,
  delivery: number,
  hook: string,
  at: Date | null = null,
): Promise<void> {
  await addJob(tx, {
    task: "deliver-hook",
    payload: { delivery },
    at,
    key: `delivery/${delivery}`,
    mostAttempts: mostDeliveryAttempts,
    lane: `hook/${hook}`,
  });
}

/** Nodes need about a second to serve what was changed: before that, caches would only fetch the old answers again. */
const settling = 1_000;

/** Has a cache purged, as a delivery. */
export async function addPurgeJob(tx: Tx, delivery: number, hook: string): Promise<void> {
  await addDeliveryJob(tx, delivery, hook, new Date(Date.now() + settling));
}

/** Has the record verified, one verification after the other. */
export async function addTaskJob(tx: Tx, task: number): Promise<void> {
  await addJob(tx, {
    task: "verify-record",
    payload: { task },
    at: null,
    key: `task/${task}`,
    mostAttempts: mostTaskAttempts,
    lane: "tasks",
  });
}

/** Has the files of a release looked at, beside the verification of the record. */
export async function addFilesJob(tx: Tx, payload: Tasks["verify-files"]): Promise<void> {
  await addJob(tx, {
    task: "verify-files",
    payload,
    at: null,
    key: `task/${payload.task}`,
    mostAttempts: mostTaskAttempts,
    lane: "files",
  });
}

export type Missed = {
  readonly changeSet: number;
  /** Null: nobody is going to enact its step. Else what the last of too many attempts came to. */
  readonly exhausted: { readonly attempts: number; readonly problem: string | null } | null;
};

/** Change sets whose step is due and has no job that will ever see to it. */
export async function listMissed(db: Db, now: Date): Promise<Missed[]> {
  const rows = await db.$queryRaw<{ id: number; attempts: number | null; problem: string | null }[]>`
    SELECT s.id, j.attempts, j.last_error AS problem FROM change_sets AS s
    CROSS JOIN LATERAL (
      SELECT at FROM change_set_steps WHERE change_set = s.id AND state = 'pending' ORDER BY position LIMIT 1
    ) AS next
    LEFT JOIN jobs.jobs AS j ON j.key = 'change-set/' || s.id
    WHERE s.state = 'scheduled' AND (next.at IS NULL OR next.at <= ${now})
      AND (j.id IS NULL OR (j.attempts >= j.max_attempts AND j.locked_at IS NULL))`;
  return rows.map(({ id, attempts, problem }) => ({
    changeSet: id,
    exhausted: attempts === null ? null : { attempts, problem },
  }));
}

/** How many jobs wait for their time or a worker, and how many were tried too often. */
export async function countJobs(db: Db): Promise<{ waiting: number; stuck: number }> {
  const [counted] = await db.$queryRaw<{ waiting: number; stuck: number }[]>`
    SELECT count(*) FILTER (WHERE attempts < max_attempts)::integer AS waiting,
      count(*) FILTER (WHERE attempts >= max_attempts)::integer AS stuck FROM jobs.jobs`;
  return counted ?? { waiting: 0, stuck: 0 };
}

/** Any number that no other lock has. */
const presence = 4_870_338;

/** Shows that a worker is there, by the name under which it takes jobs, as long as the connection lives. */
export const showPresenceSql = `SELECT pg_advisory_lock_shared(${presence}, hashtext($1))`;

/** Gives back the jobs of workers that have ended without doing so. @returns the workers' names */
export async function freeAbandoned(db: Db): Promise<string[]> {
  // Whoever has just begun may not have shown its presence yet.
  const rows = await db.$queryRaw<{ worker: string }[]>`
    SELECT DISTINCT locked_by AS worker FROM jobs.jobs
    WHERE locked_at < now() - interval '2 seconds' AND NOT EXISTS (
      SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = ${presence}::integer::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND objid = (hashtext(locked_by)::bigint & 4294967295)::oid AND objsubid = 2)`;
  const workers = rows.map(({ worker }) => worker);
  if (workers.length > 0) await db.$executeRaw`SELECT jobs.force_unlock_workers(${workers})`;
  return workers;
}

/** Jobs whose worker died and in whose place another was put. */
export async function deleteReplaced(db: Db): Promise<void> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM jobs.jobs WHERE key IS NULL AND locked_at IS NULL AND attempts >= max_attempts`;
  await db.$executeRaw`SELECT FROM jobs.complete_jobs(${rows.map(({ id }) => id)}::bigint[])`;
}
