import { History } from "lucide-react";
import Link from "next/link";

import { Moment } from "@/components/ui/moment";
import { Notice } from "@/components/ui/notice";

import { ChangeCounts } from "./change-counts";
import type { RowCount } from "./change-counts";
import { Source } from "./source";

export type ListedRevision = {
  id: number;
  /** ISO 8601. */
  at: string;
  actor: string;
  source: string;
  reason: string;
  counts: readonly RowCount[];
};

/** Revisions, the newest first, along a line. */
export function RevisionList({ revisions }: { revisions: readonly ListedRevision[] }) {
  if (revisions.length === 0) {
    return (
      <Notice icon={<History />} title="Nothing has changed yet">
        Everything that alters what clients get is recorded here, with who did it and why.
      </Notice>
    );
  }
  return (
    <ol className="divide-y divide-line">
      {revisions.map((revision) => (
        <li
          key={revision.id}
          className="relative grid grid-cols-[4.5rem_1fr_auto] gap-x-3 px-3 py-2.5 hover:bg-hover"
        >
          <span className="flex items-baseline gap-2">
            <span
              aria-hidden
              className="relative top-px size-2 shrink-0 self-center rounded-full border-2 border-accent bg-surface"
            />
            <Link href={`/audit/${String(revision.id)}`} className="link figures font-medium">
              #{revision.id}
            </Link>
          </span>
          <div className="min-w-0">
            <p className="text-sm font-medium">{revision.reason}</p>
            <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-soft">
              <ChangeCounts counts={revision.counts} />
            </div>
          </div>
          <div className="text-right text-xs whitespace-nowrap">
            <p>
              <Moment at={revision.at} />
            </p>
            <p className="mt-0.5 text-ink-soft">
              {revision.actor} <Source source={revision.source} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
