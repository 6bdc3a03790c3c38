import type { JobHelpers, TaskList } from "graphile-worker";

import { checkStanding } from "@/lib/analysis/service-check";
import { probeHosts } from "@/lib/analysis/service-probe";
import { enactDueStep, expireChangeSets, failChangeSet } from "@/lib/change-sets/service-schedule";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import * as hooks from "@/lib/hooks/store";
import { logDefect } from "@/lib/log";
import { watchNodes } from "@/lib/nodes/service-watch";
import { failTask, runVerification } from "@/lib/tasks/service";
import { rollUpTraffic } from "@/lib/traffic/service-roll-up";
import { runReleaseVerification } from "@/lib/verify/service";

import { clean } from "./clean";
import { send, sendToChat, type Answer } from "./deliver";
import { purge } from "./purge";
import { backOff, mostDeliveryAttempts, mostStepAttempts, mostTaskAttempts, type Tasks } from "./job";

/** What is due of change sets, and what has to be done from time to time. */
export const ownTasks: TaskList = {
  "enact-step": (payload, helpers) => enactStep(payload as Tasks["enact-step"], helpers),
  expire: async () => {
    await expireChangeSets(new Date());
  },
  clean: () => clean(new Date()),
  "roll-up-traffic": () => rollUpTraffic(new Date()),
  "watch-nodes": () => watchNodes(new Date()),
};

/** What waits for others: apart from the rest, so that they never hold it up. */
export const deliveryTasks: TaskList = {
  "deliver-hook": (payload, helpers) => deliver(payload as Tasks["deliver-hook"], helpers),
};

/** What takes minutes: apart from the rest as well. */
export const longTasks: TaskList = {
  "verify-record": (payload, helpers) => verifyRecord(payload as Tasks["verify-record"], helpers),
  "verify-files": (payload, helpers) => verifyFiles(payload as Tasks["verify-files"], helpers),
  "check-standing": () => checkStanding(new Date()),
  "probe-hosts": () => probeHosts(new Date()),
};

/** When what has to be done from time to time is done. */
export const timetable = [
  "* * * * * expire ?max=1",
  "17 * * * * clean ?max=3",
  "*/5 * * * * roll-up-traffic ?max=1",
  "37 * * * * check-standing ?max=2",
  "* * * * * probe-hosts ?max=1",
  "* * * * * watch-nodes ?max=1",
].join("\n");

async function enactStep({ changeSet }: Tasks["enact-step"], { job }: JobHelpers): Promise<void> {
  try {
    await enactDueStep(changeSet, new Date());
  } catch (error) {
    if (job.attempts < mostStepAttempts) throw error;
    logDefect(error, `a step of change set ${changeSet} could not be enacted`);
    await giveUp(changeSet, { attempts: job.attempts, problem: String(error) });
  }
}

/** Fails a change set whose step can't be enacted, for no reason that could be told better. */
export async function giveUp(
  changeSet: number,
  { attempts, problem }: { attempts: number; problem: string | null },
): Promise<void> {
  const why = problem ?? "the process that tried it ended each time";
  await failChangeSet(changeSet, {
    reason: `The service failed ${attempts} times to enact it: ${why}`,
    now: new Date(),
  });
}

async function verifyRecord({ task }: Tasks["verify-record"], { job }: JobHelpers): Promise<void> {
  try {
    await runVerification(task);
  } catch (error) {
    if (job.attempts < mostTaskAttempts) throw error;
    logDefect(error, "the record could not be verified");
    await failTask(task, "The service failed: see its log");
  }
}

function attempt(delivery: hooks.ToSend, around: Parameters<typeof send>[1]): Promise<Answer> {
  const { chat } = delivery;
  if (chat) return sendToChat(delivery, chat, { until: around.until, service: env().AUS_URL ?? null });
  if (delivery.purge === null) return send(delivery, around);
  return purge(delivery.purge, { id: `delivery-${delivery.id}`, until: around.until });
}

async function verifyFiles(payload: Tasks["verify-files"], { job }: JobHelpers): Promise<void> {
  try {
    await runReleaseVerification(payload);
  } catch (error) {
    if (job.attempts < mostTaskAttempts) throw error;
    logDefect(error, "the files of a release could not be verified");
    await failTask(payload.task, "The service failed: see its log");
  }
}

async function deliver(
  { delivery: id }: Tasks["deliver-hook"],
  { job, abortSignal }: JobHelpers,
): Promise<void> {
  const delivery = await hooks.findToSend(db(), id);
  if (!delivery) return;
  const triedAt = new Date();
  const answer = delivery.enabled
    ? await attempt(delivery, { now: triedAt, until: abortSignal })
    : { status: null, problem: "The hook was switched off" };
  const isOver = answer.problem === null || !delivery.enabled || job.attempts >= mostDeliveryAttempts;
  await hooks.noteAttempt(db(), id, {
    ...answer,
    state: answer.problem === null ? "delivered" : isOver ? "failed" : "pending",
    triedAt,
    nextAt: isOver ? null : new Date(Date.now() + backOff(job.attempts)),
  });
  // The queue tries again what was thrown.
  if (!isOver) throw new Error(answer.problem);
}
