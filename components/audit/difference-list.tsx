import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";

import { ChangeCounts } from "./change-counts";
import { EntryDiff, type ShownEntry } from "./entry-diff";
import type { RowAction } from "./words";

export type BuildDifference = { release: string; action: RowAction; count: number };

type DifferenceListProps = {
  title: string;
  entries: readonly ShownEntry[];
  builds: readonly BuildDifference[];
  /** How many rows are not shown. */
  more: number;
};

/** Rows that differ between two states; builds, which come by the hundred, are counted by release. */
export function DifferenceList({ title, entries, builds, more }: DifferenceListProps) {
  return (
    <Panel title={title} note={countInWords(entries.length + more, builds)}>
      {entries.map((entry) => (
        <EntryDiff key={`${entry.entity} ${entry.key}`} entry={entry} />
      ))}
      {builds.length > 0 && (
        <ul className="divide-y divide-line border-t border-line text-xs first:border-t-0">
          {builds.map(({ release, action, count }) => (
            <li key={`${release} ${action}`} className="flex min-h-8 flex-wrap items-center gap-x-3 px-3">
              <Link
                href={`/releases/${encodeURIComponent(release)}`}
                className="link min-w-64 font-medium max-md:min-w-0"
              >
                {release}
              </Link>
              <ChangeCounts counts={[{ entity: "build", action, count }]} />
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="px-3 py-2 text-xs text-ink-soft">And {more} more rows.</p>}
    </Panel>
  );
}

function countInWords(rows: number, builds: readonly BuildDifference[]): string {
  const count = builds.reduce((sum, one) => sum + one.count, 0);
  const parts = [
    ...(rows > 0 ? [`${String(rows)} ${rows === 1 ? "row" : "rows"}`] : []),
    ...(count > 0 ? [`${String(count)} ${count === 1 ? "build" : "builds"}`] : []),
  ];
  return parts.join(" and ");
}
