import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";

import { ChangeCounts } from "./change-counts";
import type { RowAction } from "./words";

export type BuildCount = { release: string; action: RowAction; count: number };

type BuildCountsProps = {
  builds: readonly BuildCount[];
  /** The revision's page. */
  path: string;
  /** The release whose builds are shown. */
  shown: string | null;
};

/** Builds come by the hundred: counted by release, one link from their rows. */
export function BuildCounts({ builds, path, shown }: BuildCountsProps) {
  return (
    <Panel title="Builds">
      <ul className="divide-y divide-line text-xs">
        {builds.map(({ release, action, count }) => (
          <li key={`${release} ${action}`} className="flex min-h-8 flex-wrap items-center gap-x-3 px-3">
            <Link
              href={shown === release ? path : `${path}?builds=${encodeURIComponent(release)}`}
              aria-current={shown === release ? "true" : undefined}
              className="link min-w-64 font-medium max-md:min-w-0"
            >
              {release}
            </Link>
            <ChangeCounts counts={[{ entity: "build", action, count }]} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
