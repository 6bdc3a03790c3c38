import { OctagonX } from "lucide-react";
import Link from "next/link";

import { Moment } from "@/components/ui/moment";

/** Updates that are switched off, and how that came about where the record tells. */
export type ShownShutOff = {
  /** "*": all of them. */
  product: string;
  channel: string;
  reason: string;
  since: { revision: number; at: string; actor: string } | null;
};

function place({ product, channel }: ShownShutOff): string {
  if (product === "*") return channel === "*" ? "everything" : `every product on ${channel}`;
  return channel === "*" ? `${product}, all channels` : `${product} ${channel}`;
}

/** On every page while anything is off: what, why, who and since when. */
export function ShutOffBanner({ shutOffs }: { shutOffs: readonly ShownShutOff[] }) {
  if (shutOffs.length === 0) return null;
  return (
    <div role="region" aria-label="Updates switched off" className="bg-alarm text-xs text-white">
      <ul className="divide-y divide-white/20">
        {shutOffs.map((shutOff) => (
          <li
            key={`${shutOff.product}/${shutOff.channel}`}
            className="flex min-h-8 flex-wrap items-center gap-x-2 px-4 py-1.5"
          >
            <OctagonX aria-hidden className="size-4 shrink-0" />
            <strong className="font-semibold">Updates are off: {place(shutOff)}</strong>
            <span className="min-w-0">{shutOff.reason || "No reason was given."}</span>
            {shutOff.since && (
              <span className="ml-auto whitespace-nowrap">
                {shutOff.since.actor}, <Moment at={shutOff.since.at} />,{" "}
                <Link
                  href={`/audit/${String(shutOff.since.revision)}`}
                  className="rounded-xs underline underline-offset-2 focus-visible:outline-white"
                >
                  revision {shutOff.since.revision}
                </Link>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
