import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";

import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";

import { Follow } from "./follow";
import { Progress } from "./progress";
import type { ShownTask } from "./shown-task";

/** Work that takes a while: what runs, and what came of what ended. Nothing when there is none. */
export function TaskPanel({ tasks }: { tasks: readonly ShownTask[] }) {
  if (tasks.length === 0) return null;
  const running = tasks.filter(({ state }) => state === "running").length;
  return (
    <div id="running-work">
      <Panel
        title="Running work"
        note={running === 0 ? "of the last hour" : "goes on when you leave the page"}
      >
        {running > 0 && <Follow />}
        <ul className="divide-y divide-line">
          {tasks.map((task) => (
            <li key={task.id} className="flex items-start gap-2.5 px-3 py-2">
              <StateIcon task={task} />
              <div className="min-w-0 flex-1">
                <p className="text-sm font-medium">{task.title}</p>
                <div className="mt-0.5 text-xs text-ink-soft">
                  <Became task={task} />
                </div>
              </div>
              <p className="text-right text-xs text-ink-soft">
                <Moment at={task.endedAt ?? task.startedAt} />
                <br />
                {task.by}
              </p>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

export function StateIcon({ task: { state, result } }: { task: ShownTask }) {
  if (state === "running") {
    return <LoaderCircle aria-hidden className="mt-0.5 size-4 shrink-0 animate-spin text-accent" />;
  }
  return state === "done" && result?.isGood === true ? (
    <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
  ) : (
    <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
  );
}

export function Became({ task }: { task: ShownTask }) {
  const { state, result } = task;
  if (state === "running") return <Progress {...task} />;
  if (state === "lost") return "It gives no sign of life any more: look what was done, and begin it anew.";
  return (
    <>
      {state === "failed" && "Failed: "}
      {result?.says}
      {result?.changeSet !== undefined && (
        <>
          {" "}
          <Link href={`/changes/${String(result.changeSet)}`} className="link">
            Change set {result.changeSet}
          </Link>
        </>
      )}
    </>
  );
}
