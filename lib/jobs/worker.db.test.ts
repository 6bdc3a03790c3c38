import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { Person } from "@/lib/access/role";
import { submitChangeSet } from "@/lib/change-sets/service";
import { getChangeSet } from "@/lib/change-sets/service-read";
import { abortChangeSet, continueChangeSet, pauseChangeSet } from "@/lib/change-sets/service-schedule";
import type { Operation } from "@/lib/changes/operation";
import { db } from "@/lib/db/client";
import { listRules } from "@/lib/rules/store";
import { asSuperuser, emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";
import { buildWorker, startWorkerProcess, stopWorkerProcesses } from "@/lib/testing/worker-process";

import { startWorker, type Worker } from "./run-worker";
import { ownTasks } from "./tasks";

const soon = { timeout: 15_000, interval: 50 };
let driver: Person;
const children: ChildProcess[] = [];
const workers: Worker[] = [];

beforeAll(buildWorker);

beforeEach(async () => {
  await emptyDatabase();
  // Before there are people there are no policies: nobody has to sign.
  await makeFirefox();
  ({ driver } = await makePeople({ driver: "driver" }));
});

afterEach(async () => {
  await stopWorkerProcesses(children.splice(0));
  for (const worker of workers.splice(0)) await worker.stop();
});

async function work(): Promise<void> {
  workers.push(await startWorker());
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

const setRate = (rate: number, rowVersion = 1) =>
  operation({
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion,
    fields: { backgroundRate: rate },
  });

async function rate(): Promise<number | undefined> {
  return (await listRules(db())).find(({ id }) => id === 1)?.backgroundRate;
}

async function schedule(...steps: { at: Date | null; operations: Operation[] }[]): Promise<number> {
  const { changeSet } = await submitChangeSet(driver, { steps, reason: "Ramp", source: "ui" });
  return changeSet!;
}

const row = (id: number) => db().changeSet.findUniqueOrThrow({ where: { id } });
const stateOf = async (id: number) => (await row(id)).state;

/** Makes all that waits due at this time. */
async function makeDue(at: Date): Promise<void> {
  await asSuperuser(async (client) => {
    await client.query("UPDATE change_set_steps SET at = $1 WHERE state = 'pending'", [at]);
    await client.query("UPDATE jobs._private_jobs SET run_at = $1 WHERE key LIKE 'change-set/%'", [at]);
  });
}

async function busyWorkers(): Promise<number> {
  const [found] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT locked_by)::integer FROM jobs.jobs WHERE task_identifier = 'enact-step'`;
  return found!.count;
}

test("of 100 change sets due at once, one poisoned and one worker of three killed, each other is enacted once", async () => {
  const far = inSeconds(3600);
  const sound: number[] = [];
  for (let n = 1; n <= 99; n++) {
    const rules = ["a", "b"].map((part) =>
      create("rule", { product: "Firefox", channel: `c${n}${part}`, priority: 1 }),
    );
    sound.push(await schedule({ at: far, operations: rules }));
  }
  const poisoned = await schedule({ at: far, operations: [setRate(10)] });
  await make(setRate(77));
  children.push(...(await Promise.all([1, 2, 3].map(startWorkerProcess))));
  const due = new Date();

  // While the head is held every worker stands still in the middle of a step.
  await withConnection(async (holder) => {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM head FOR UPDATE");
    await makeDue(due);
    await vi.waitUntil(async () => (await busyWorkers()) === 3, soon);
    const [victim] = children;
    victim!.kill("SIGKILL");
    await once(victim!, "exit");
    await holder.query("ROLLBACK");
  });
  await vi.waitUntil(async () => (await db().changeSet.count({ where: { state: "scheduled" } })) === 0, {
    timeout: 60_000,
    interval: 100,
  });

  expect(await getChangeSet(driver, poisoned)).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("rule 1 was changed meanwhile") as string,
  });
  const revisions = await db().revision.groupBy({ by: ["changeSetId"], _count: true });
  const counts = new Map(revisions.map(({ changeSetId, _count }) => [changeSetId, _count]));
  expect(sound.map((id) => counts.get(id))).toEqual(sound.map(() => 1));
  expect(counts.has(poisoned)).toBe(false);
  const channels = (await listRules(db())).map(({ channel }) => channel);
  expect(new Set(channels).size).toBe(199);
  expect(channels).toHaveLength(199);
  const steps = await db().changeSetStep.findMany({
    where: { state: "enacted" },
    select: { enactedAt: true },
  });
  expect(steps).toHaveLength(99);
  const latest = Math.max(...steps.map(({ enactedAt }) => enactedAt!.getTime()));
  expect(latest - due.getTime()).toBeLessThan(30_000);
}, 120_000);

test("a step is enacted within two seconds once it is due, and not before", async () => {
  await work();
  const at = inSeconds(1.5);
  const id = await schedule({ at, operations: [setRate(10)] });
  await vi.waitUntil(async () => (await stateOf(id)) === "enacted", soon);

  const [step] = (await getChangeSet(driver, id)).steps;
  const late = step!.enactedAt!.getTime() - at.getTime();
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(2_000);
  expect(await rate()).toBe(10);
});

test("a ramp waits while it is paused, goes on when it is continued, and ends when it is aborted", async () => {
  await work();
  const id = await schedule(
    { at: null, operations: [setRate(10)] },
    { at: inSeconds(1), operations: [setRate(20)] },
    { at: inSeconds(2), operations: [setRate(30)] },
    { at: inSeconds(600), operations: [setRate(40)] },
  );
  await pauseChangeSet(driver, id);
  // Its job is gone as soon as a worker has seen that it waits.
  await vi.waitUntil(async () => (await jobsOf(id)) === 0, soon);
  expect(await rate()).toBe(10);

  await continueChangeSet(driver, id);
  await vi.waitUntil(async () => (await rate()) === 30, soon);
  expect(await stateOf(id)).toBe("scheduled");

  const { revisions } = await abortChangeSet(driver, id);
  await makeDue(new Date());
  await vi.waitUntil(async () => (await jobsOf(id)) === 0, soon);
  expect(revisions).toHaveLength(3);
  expect(await rate()).toBe(30);
  expect((await getChangeSet(driver, id)).steps.map(({ state }) => state)).toEqual([
    "enacted",
    "enacted",
    "enacted",
    "skipped",
  ]);
});

async function jobsOf(id: number): Promise<number> {
  const [found] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer FROM jobs.jobs WHERE key = ${`change-set/${id}`}`;
  return found!.count;
}

test("a due step whose job was lost is found and enacted", async () => {
  const id = await schedule({ at: inSeconds(1), operations: [setRate(10)] });
  await asSuperuser((client) => client.query("DELETE FROM jobs._private_jobs"));
  await work();
  await vi.waitUntil(async () => (await stateOf(id)) === "enacted", soon);
});

test("a step that no worker survives fails its change set, and says so", async () => {
  const id = await schedule({ at: inSeconds(0.5), operations: [setRate(10)] });
  await asSuperuser((client) => client.query("UPDATE jobs._private_jobs SET attempts = max_attempts"));
  await work();
  await vi.waitUntil(async () => (await stateOf(id)) === "failed", soon);
  expect((await getChangeSet(driver, id)).failure).toContain("The service failed 5 times to enact it");
});

test("a defect is tried again, and in the end fails its change set with what went wrong", async () => {
  const id = await schedule({ at: inSeconds(3600), operations: [setRate(10)] });
  const broken = JSON.stringify([{ entity: "nonsense", action: "create", value: {} }]);
  await asSuperuser((client) => client.query("UPDATE change_set_steps SET operations = $1", [broken]));
  await makeDue(new Date());
  const attempt = (attempts: number) =>
    ownTasks["enact-step"]!({ changeSet: id }, { job: { attempts } } as never);

  await expect(attempt(4)).rejects.toThrow();
  expect(await stateOf(id)).toBe("scheduled");
  await attempt(5);
  expect(await row(id)).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("The service failed 5 times to enact it: TypeError") as string,
  });
});
