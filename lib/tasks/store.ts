import type { Db } from "@/lib/db/client";

import {
  patience,
  taskResultSchema,
  type Progress,
  type Task,
  type TaskKind,
  type TaskResult,
  type TaskState,
} from "./task";

export type NewTask = Pick<Task, "kind" | "title" | "by">;

export async function insertTask(db: Db, task: NewTask): Promise<number> {
  return (await db.task.create({ data: task, select: { id: true } })).id;
}

/** Says how far it has come; that alone is a sign of life. */
export async function noteProgress(db: Db, id: number, progress: Progress): Promise<void> {
  await db.task.updateMany({
    where: { id, state: "running" },
    data: { ...progress, seenAt: new Date() },
  });
}

export async function endTask(
  db: Db,
  id: number,
  { state, result }: { state: "done" | "failed"; result: TaskResult },
): Promise<void> {
  const now = new Date();
  await db.task.updateMany({
    where: { id, state: "running" },
    data: { state, result, phase: "", seenAt: now, endedAt: now },
  });
}

type Row = Omit<Task, "kind" | "state" | "result"> & {
  readonly kind: string;
  readonly state: string;
  readonly result: unknown;
  readonly seenAt: Date;
};

function toTask({ seenAt, kind, state, result, ...row }: Row, now: Date): Task {
  const isLost = state === "running" && now.getTime() - seenAt.getTime() > patience;
  const read = taskResultSchema.safeParse(result);
  return {
    ...row,
    kind: kind as TaskKind,
    state: isLost ? "lost" : (state as TaskState),
    result: read.success ? read.data : null,
  };
}

/** Those that run, and those that ended after a time, the newest first. */
export async function listTasks(
  db: Db,
  { endedAfter, limit, now }: { endedAfter: Date; limit: number; now: Date },
): Promise<Task[]> {
  const rows = await db.task.findMany({
    where: { OR: [{ state: "running" }, { endedAt: { gt: endedAfter } }] },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map((row) => toTask(row, now));
}

/** The newest of a kind, and of a title, or of those that came to an end; null: there is none. */
export async function findNewest(
  db: Db,
  { kind, title, isDone = false, now }: { kind: TaskKind; title?: string; isDone?: boolean; now: Date },
): Promise<Task | null> {
  const row = await db.task.findFirst({
    where: { kind, ...(title !== undefined && { title }), ...(isDone && { state: "done" }) },
    orderBy: { id: "desc" },
  });
  return row && toTask(row, now);
}

/** Deletes what was begun before a time, except the newest of each kind. */
export async function deleteOldTasks(db: Db, before: Date): Promise<void> {
  const newest = await db.task.groupBy({ by: ["kind"], where: { state: "done" }, _max: { id: true } });
  const kept = newest.flatMap(({ _max: { id } }) => (id === null ? [] : [id]));
  await db.task.deleteMany({ where: { startedAt: { lt: before }, id: { notIn: kept } } });
}
