import { History, Undo2 } from "lucide-react";

import { Link } from "@/components/ui/link";
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

type RevisionListProps = {
  revisions: readonly ListedRevision[];
  isFiltered?: boolean;
  /** Whether each has its way back beside it. */
  mayGoBack?: boolean;
};

/** Revisions, the newest first, along a line. */
export function RevisionList({ revisions, isFiltered = false, mayGoBack = false }: RevisionListProps) {
  if (revisions.length === 0 && isFiltered) {
    return (
      <Notice icon={<History />} title="No revision fits">
        Another filter may find it. Names are looked for as a whole, reasons by any part.
      </Notice>
    );
  }
  if (revisions.length === 0) {
    return (
      <Notice icon={<History />} title="Nothing has changed yet">
        Everything that alters what clients get is recorded here, with who did it and why.
      </Notice>
    );
  }
  return (
    <ol>
      {revisions.map((revision) => (
        <Line key={revision.id} revision={revision} mayGoBack={mayGoBack} />
      ))}
    </ol>
  );
}

function Line({ revision, mayGoBack }: { revision: ListedRevision; mayGoBack: boolean }) {
  return (
    <li className="group grid grid-cols-[1rem_2.5rem_1fr] gap-x-2.5 px-3 hover:bg-hover">
      <span
        aria-hidden
        className="relative flex justify-center before:absolute before:inset-y-0 before:w-px before:bg-line-strong group-first:before:top-4 group-last:before:bottom-[calc(100%-1rem)]"
      >
        <span className="relative mt-[0.8125rem] size-[9px] rounded-full border-2 border-accent bg-surface" />
      </span>
      <Link
        href={`/audit/${String(revision.id)}`}
        className="link figures py-2 text-right text-sm font-medium"
      >
        #{revision.id}
      </Link>
      <div className="flex min-w-0 gap-x-4 border-b border-line py-2 group-last:border-b-0 max-md:flex-wrap">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <p className="text-sm font-medium">{revision.reason}</p>
          <div className="mt-1 flex flex-wrap items-center gap-1">
            <ChangeCounts counts={revision.counts} />
          </div>
        </div>
        <div className="text-right text-xs whitespace-nowrap max-md:mr-auto max-md:text-left max-md:whitespace-normal">
          <p>
            <Moment at={revision.at} />
          </p>
          <p className="mt-0.5 text-ink-soft">
            {revision.actor} <Source source={revision.source} />
          </p>
        </div>
        {mayGoBack && (
          <Link
            href={`/audit/back?revision=${String(revision.id)}`}
            aria-label={`Roll back revision ${String(revision.id)}`}
            title="Roll back this revision"
            className="grid size-7 shrink-0 place-items-center self-center rounded-sm text-ink-faint hover:bg-selected hover:text-accent"
          >
            <Undo2 aria-hidden className="size-4" />
          </Link>
        )}
      </div>
    </li>
  );
}
