import { OctagonX } from "lucide-react";

import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";

import { placeInWords, type ShutOffPlace } from "./places";
import { SwitchOnButton } from "./switch-on-button";
import type { Switch } from "./switched";

/** Updates that are switched off, and how that came about where the record tells. */
export type ShownShutOff = ShutOffPlace & {
  /** As the record names it. */
  id: string;
  reason: string;
  since: { revision: number; at: string; actor: string } | null;
  /** Whether the reader may ask for updates to be switched on again. */
  maySwitchOn: boolean;
};

/** On every page while anything is off: what, why, who and since when. */
export function ShutOffBanner({ shutOffs, turnOn }: { shutOffs: readonly ShownShutOff[]; turnOn: Switch }) {
  if (shutOffs.length === 0) return null;
  return (
    <div role="region" aria-label="Updates switched off" className="bg-alarm text-xs text-white">
      <ul className="divide-y divide-white/20">
        {shutOffs.map((shutOff) => (
          <li key={shutOff.id} className="flex min-h-8 flex-wrap items-center gap-x-2 px-4 py-1.5">
            <OctagonX aria-hidden className="size-4 shrink-0" />
            <strong className="font-semibold">Updates are off: {placeInWords(shutOff)}</strong>
            <span className="min-w-0">{shutOff.reason || "No reason was given."}</span>
            {shutOff.since && (
              <span className="ml-auto whitespace-nowrap max-md:ml-0">
                {shutOff.since.actor}, <Moment at={shutOff.since.at} />,{" "}
                <Link
                  href={`/audit/${String(shutOff.since.revision)}`}
                  className="rounded-xs underline underline-offset-2 focus-visible:outline-white"
                >
                  revision {shutOff.since.revision}
                </Link>
              </span>
            )}
            {shutOff.maySwitchOn && (
              <SwitchOnButton place={placeInWords(shutOff)} shutOff={shutOff.id} turnOn={turnOn} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
