import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import type { Coverage } from "@/lib/releases/coverage";

import { CoverageMatrix } from "./coverage-matrix";

type CoveragePanelProps = {
  coverage: Coverage;
  /** The release that it is compared with, or null. */
  previous: string | null;
  href: string;
  selected: string | null;
};

/** What the release has, what it lost since the one before, and where. */
export function CoveragePanel({ coverage, previous, href, selected }: CoveragePanelProps) {
  const { counts, buildTargets, locales } = coverage;
  const lost = lostPlaces(coverage);
  return (
    <Panel
      title="Builds"
      note={`${String(counts.there + counts.new)} builds, ${String(buildTargets.length)} build targets × ${String(locales.length)} locales`}
      actions={
        <span className="flex gap-1">
          {counts.lost > 0 && <Badge tone="bad">× {counts.lost} lost</Badge>}
          {counts.new > 0 && <Badge tone="accent">+ {counts.new} new</Badge>}
          {counts.lost === 0 && counts.new === 0 && previous !== null && (
            <Badge tone="good">same as before</Badge>
          )}
        </span>
      }
    >
      <p className="px-3 pt-2.5 pb-1 text-xs text-ink-soft">
        {previous === null ? (
          "There is no earlier release to compare with."
        ) : (
          <>
            Compared with{" "}
            <Link href={`/releases/${encodeURIComponent(previous)}`} className="text-link">
              {previous}
            </Link>
            {lost.length === 0
              ? ": it has every build that the other has."
              : ". Clients of these builds would be offered nothing:"}
          </>
        )}
      </p>
      {lost.length > 0 && (
        <ul className="px-3 pb-1 text-xs">
          {lost.map(({ buildTarget, locales }) => (
            <li key={buildTarget}>
              <span className="font-mono text-[0.6875rem]">{buildTarget}</span>{" "}
              <strong className="font-semibold text-bad">{locales.join(", ")}</strong>
            </li>
          ))}
        </ul>
      )}
      <CoverageMatrix coverage={coverage} href={href} selected={selected} />
      <p className="flex flex-wrap gap-x-4 gap-y-1 px-3 pb-3 text-2xs text-ink-faint">
        <span>Filled: there</span>
        <span>+ new</span>
        <span>× lost</span>
        <span>· in neither</span>
        <span>Arrow keys move, Enter shows a build’s patches</span>
      </p>
    </Panel>
  );
}

function lostPlaces({ buildTargets, locales, cells }: Coverage) {
  return buildTargets
    .map((buildTarget, row) => ({
      buildTarget,
      locales: locales.filter((_, column) => cells[row]?.[column] === "lost"),
    }))
    .filter((target) => target.locales.length > 0);
}
