import { ChevronRight } from "lucide-react";

import { CopyButton } from "@/components/ui/copy-button";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";

/** Builds make a release long: the first few show their shape. */
const buildsShown = 2;

/** The release as it is exported. */
export function RawJson({ release }: { release: ConfiguredRelease }) {
  const { builds } = release;
  const shown = JSON.stringify({ ...release, builds: builds.slice(0, buildsShown) }, null, 2);
  return (
    <details className="group rounded-md border border-line bg-surface shadow-flat">
      <summary className="flex min-h-10 list-none items-center gap-2 px-3 text-sm font-semibold">
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-faint transition-transform group-open:rotate-90"
        />
        Raw JSON
        {builds.length > buildsShown && (
          <span className="text-xs font-normal text-ink-faint">
            the first {buildsShown} of {builds.length} builds; aus export has them all
          </span>
        )}
      </summary>
      <div className="relative border-t border-line">
        <div className="absolute top-1 right-3">
          <CopyButton text={shown} what="the JSON" />
        </div>
        <pre
          tabIndex={0}
          aria-label="Raw JSON"
          className="max-h-[32rem] overflow-auto p-3 font-mono text-[0.6875rem] leading-4"
        >
          {shown}
        </pre>
      </div>
    </details>
  );
}
