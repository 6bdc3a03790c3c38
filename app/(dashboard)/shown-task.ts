import type { ShownTask } from "@/components/tasks/shown-task";
import type { Submitted } from "@/lib/change-sets/service";
import type { Task, TaskResult } from "@/lib/tasks/task";

export function toShownTask({ startedAt, endedAt, kind: _, ...task }: Task): ShownTask {
  return { ...task, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}

/** What came of a change that was made as a task. */
export function tellSubmitted({ kind, changeSet, revision }: Submitted): TaskResult {
  const about = changeSet === null ? {} : { changeSet };
  if (kind === "waiting") return { says: "It waits for sign-offs.", isGood: true, ...about };
  if (revision === null) return { says: "There was nothing to change.", isGood: true, ...about };
  return { says: `Enacted as revision ${String(revision)}.`, isGood: true, revision, ...about };
}
