import { ShieldCheck, TriangleAlert } from "lucide-react";

import { Follow } from "@/components/tasks/follow";
import { Progress } from "@/components/tasks/progress";
import type { ShownTask } from "@/components/tasks/shown-task";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";

type RecordCheckProps = {
  newest: ShownTask | null;
  /** The last that came to an end. */
  lastDone: ShownTask | null;
};

/** Whether the record is as it was enacted, as far as somebody had it verified. */
export function RecordCheck({ newest, lastDone }: RecordCheckProps) {
  if (newest === null) return null;
  const hasFailed = newest.state === "failed" || newest.state === "lost";
  return (
    <section
      aria-label="Verification of the record"
      className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-flat"
    >
      {newest.state === "running" && (
        <>
          <Follow />
          <Progress {...newest} />
        </>
      )}
      {hasFailed && (
        <p role="alert" className="text-bad">
          The last verification did not come to an end
          {newest.result ? `: ${newest.result.says}` : ""}. Begin it anew.
        </p>
      )}
      {lastDone?.result && <Verified task={lastDone} result={lastDone.result} />}
    </section>
  );
}

type VerifiedProps = { task: ShownTask; result: NonNullable<ShownTask["result"]> };

function Verified({ task, result: { says, isGood, revision } }: VerifiedProps) {
  const place = revision !== undefined && revision > 0 && (
    <Link href={`/audit/${String(revision)}`} className="link figures">
      revision {revision}
    </Link>
  );
  return (
    <div className={isGood ? "flex items-center gap-1.5" : "flex items-center gap-1.5 text-bad"}>
      {isGood ? (
        <ShieldCheck aria-hidden className="size-4 shrink-0 text-good" />
      ) : (
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
      )}
      <p>
        {isGood ? "Verified up to" : "A fault was found in"} {place}{" "}
        <Moment at={task.endedAt ?? task.startedAt} /> for {task.by}: {says}.
      </p>
    </div>
  );
}
