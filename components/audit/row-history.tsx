import { Undo2 } from "lucide-react";

import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { fieldChanges } from "@/lib/audit/field-changes";

import { FieldChanges } from "./field-table";
import { Source } from "./source";
import { actionOf } from "./words";

export type PastRow = {
  before: unknown;
  after: unknown;
  revision: {
    id: number;
    /** ISO 8601. */
    at: string;
    actor: string;
    source: string;
    reason: string;
  };
};

type RowHistoryProps = {
  rows: readonly PastRow[];
  /** The page on which the row goes back to what it was after a revision; none: the reader may not. */
  wayBack?: ((revision: number) => string) | undefined;
};

/** What became of a row, the newest first. */
export function RowHistory({ rows, wayBack }: RowHistoryProps) {
  return (
    <Panel title="History" note={`${String(rows.length)} ${rows.length === 1 ? "revision" : "revisions"}`}>
      <ol className="divide-y divide-line">
        {rows.map(({ before, after, revision }, index) => (
          <li key={revision.id} className="px-3 py-2.5">
            <div className="flex flex-wrap items-baseline gap-x-3 text-xs">
              <Link href={`/audit/${String(revision.id)}`} className="link figures font-medium">
                #{revision.id}
              </Link>
              <p className="min-w-0 flex-1 text-sm font-medium">{revision.reason}</p>
              <p className="text-ink-soft">
                <Moment at={revision.at} /> by {revision.actor} <Source source={revision.source} />
              </p>
              {index > 0 && after !== null && wayBack && (
                <Link
                  href={wayBack(revision.id)}
                  aria-label={`Go back to this: revision ${String(revision.id)}`}
                  className={buttonStyle()}
                >
                  <Undo2 aria-hidden />
                  Go back to this
                </Link>
              )}
            </div>
            <div className="mt-1.5">
              <FieldChanges
                caption={`Revision ${String(revision.id)}, field by field`}
                action={actionOf({ before, after })}
                changes={fieldChanges(before, after)}
              />
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
