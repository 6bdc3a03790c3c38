import { CalendarClock, CircleAlert } from "lucide-react";

import { ChangeCounts } from "@/components/audit/change-counts";
import { EntryDiff, type ShownEntry } from "@/components/audit/entry-diff";
import type { RowAction } from "@/components/audit/words";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";

export type ShownStep = {
  position: number;
  /** ISO 8601, as the following; null: as soon as it is approved. */
  at: string | null;
  enactedAt: string | null;
  state: "pending" | "enacted" | "skipped";
  revision: number | null;
  entries: readonly ShownEntry[];
  builds: readonly { release: string; action: RowAction; count: number }[];
  /** How many rows are not shown. */
  more: number;
  problems: readonly string[];
};

/** One step of a change set: when, and what it does to each row. */
export function StepPanel({ step, of }: { step: ShownStep; of: number }) {
  const title = of === 1 ? "What changes" : `Step ${String(step.position + 1)} of ${String(of)}`;
  return (
    <Panel title={title} note={<When {...step} />} actions={<Became {...step} />}>
      {step.problems.length > 0 && (
        <ul className="border-b border-line bg-bad-fill px-3 py-2 text-xs text-bad">
          {step.problems.map((text) => (
            <li key={text} className="flex gap-1.5">
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {text}
            </li>
          ))}
        </ul>
      )}
      {step.entries.map((entry) => (
        <EntryDiff key={`${entry.entity} ${entry.key}`} entry={entry} />
      ))}
      {step.builds.length > 0 && (
        <ul className="divide-y divide-line border-t border-line text-xs first:border-t-0">
          {step.builds.map(({ release, action, count }) => (
            <li key={`${release} ${action}`} className="flex min-h-8 items-center gap-3 px-3">
              <Link href={`/releases/${encodeURIComponent(release)}`} className="link min-w-64 font-medium">
                {release}
              </Link>
              <ChangeCounts counts={[{ entity: "build", action, count }]} />
            </li>
          ))}
        </ul>
      )}
      {step.more > 0 && <p className="px-3 py-2 text-xs text-ink-soft">And {step.more} more rows.</p>}
      {step.entries.length === 0 && step.builds.length === 0 && (
        <p className="px-3 py-4 text-xs text-ink-soft">Nothing ends up different by this.</p>
      )}
    </Panel>
  );
}

function When({ at, state, enactedAt }: ShownStep) {
  if (state === "skipped") return "skipped";
  if (state === "enacted") return enactedAt === null ? "enacted" : <Moment at={enactedAt} />;
  return at === null ? (
    "as soon as it is approved"
  ) : (
    <span className="inline-flex items-center gap-1 align-bottom">
      <CalendarClock aria-hidden className="size-3.5" />
      <Moment at={at} />
      <span className="sr-only">, to come</span>
    </span>
  );
}

function Became({ state, revision }: ShownStep) {
  if (state === "pending") return null;
  if (state === "skipped") return <Badge>skipped</Badge>;
  return revision === null ? (
    <Badge>nothing was left to change</Badge>
  ) : (
    <Link href={`/audit/${String(revision)}`} className="link text-xs">
      revision {revision}
    </Link>
  );
}
