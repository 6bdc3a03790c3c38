import { OctagonX } from "lucide-react";
import Link from "next/link";

import { Rate } from "@/components/rules/rate";
import { Badge } from "@/components/ui/badge";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { Tooltip } from "@/components/ui/tooltip";
import type { Served, ServedRelease } from "@/lib/overview/served";

export type LastChange = { revision: number; at: string; actor: string; reason: string };

export type ShownProduct = {
  product: string;
  comment: string | null;
  throttle: number;
  channels: readonly (Served & { changed: LastChange | null })[];
};

const cell = "h-8 border-b border-line px-3 group-last:border-b-0";

const columns: readonly [name: string, className: string][] = [
  ["Channel", "w-32"],
  ["Served now", "w-72"],
  ["Rate", "w-32"],
  ["The others get", "w-60"],
  ["Decided by", "w-52"],
  ["Last change", ""],
];

/** A product's channels: what ordinary clients are offered now. */
export function ServedTable({ product, comment, throttle, channels }: ShownProduct) {
  return (
    <Panel
      title={product}
      note={comment}
      actions={throttle < 100 && <Badge tone="warn">throttled to {throttle} % of checks</Badge>}
    >
      <div className="overflow-x-auto">
        <table className="w-full min-w-[60rem] table-fixed border-separate border-spacing-0 text-xs">
          <caption className="sr-only">Channels of {product}</caption>
          <thead>
            <tr>
              {columns.map(([name, className]) => (
                <th
                  key={name}
                  scope="col"
                  className={`h-7 border-b border-line bg-sunken px-3 text-left text-2xs font-medium text-ink-soft ${className}`}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {channels.map((channel) => (
              <ChannelRow key={channel.channel} {...channel} />
            ))}
            {channels.length === 0 && (
              <tr>
                <td colSpan={columns.length} className="px-3 py-3 text-ink-soft">
                  This product has no channels yet.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function ChannelRow({
  product,
  channel,
  off,
  rule,
  release,
  fallback,
  otherRules,
  changed,
}: ShownProduct["channels"][number]) {
  return (
    <tr className="group hover:bg-hover">
      <th scope="row" className={`${cell} truncate text-left font-medium`}>
        <Link
          href={`/rules?product=${encodeURIComponent(product)}&channel=${encodeURIComponent(channel)}`}
          className="link"
        >
          {channel}
        </Link>
      </th>
      <td className={`${cell} truncate`}>
        {off !== null && <Off reason={off} />}
        <Offer release={release} isOff={off !== null} />
      </td>
      <td className={cell}>{rule && <Rate percent={rule.backgroundRate} />}</td>
      <td className={`${cell} truncate`}>
        {rule && rule.backgroundRate < 100 ? (
          <Offer release={fallback} isOff={off !== null} />
        ) : (
          <span className="text-ink-faint">–</span>
        )}
      </td>
      <td className={`${cell} truncate`}>
        {rule && (
          <Link href={`/rules/${String(rule.id)}`} className="link">
            {rule.alias ?? `Rule ${String(rule.id)}`}
          </Link>
        )}
        {otherRules > 0 && <span className="text-ink-faint"> and {otherRules} for some</span>}
      </td>
      <td className={`${cell} truncate text-ink-soft`}>
        {changed && (
          <span title={changed.reason}>
            <Link href={`/audit/${String(changed.revision)}`} className="link figures">
              #{changed.revision}
            </Link>{" "}
            <Moment at={changed.at} /> by {changed.actor}
          </span>
        )}
      </td>
    </tr>
  );
}

function Off({ reason }: { reason: string }) {
  return (
    <Tooltip text={reason}>
      <span className="mr-2 inline-flex">
        <Badge tone="bad">
          <OctagonX aria-hidden />
          off
        </Badge>
      </span>
    </Tooltip>
  );
}

function Offer({ release, isOff }: { release: ServedRelease | null; isOff: boolean }) {
  if (!release) return <span className="text-ink-faint italic">no update</span>;
  return (
    <>
      <Link
        href={`/releases/${encodeURIComponent(release.name)}`}
        title={release.name}
        className={isOff ? "link line-through opacity-80" : "link"}
      >
        {release.name}
      </Link>
    </>
  );
}
