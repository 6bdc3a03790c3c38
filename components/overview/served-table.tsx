import { OctagonX } from "lucide-react";

import { Rate } from "@/components/rules/rate";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { PlainTable, type PlainColumn } from "@/components/ui/plain-table";
import { Tooltip } from "@/components/ui/tooltip";
import type { Served, ServedRelease } from "@/lib/overview/served";

export type LastChange = { revision: number; at: string; actor: string; reason: string };

export type ShownProduct = {
  product: string;
  comment: string | null;
  throttle: number;
  channels: readonly (Served & { changed: LastChange | null })[];
};

const cell = "h-8 border-b border-line px-3";

const columns: readonly PlainColumn[] = [
  ["Channel", "w-28"],
  ["Served now", "w-60"],
  ["Rate", "w-24"],
  ["The others get", "w-40"],
  ["Decided by", "w-48"],
  ["Last change", ""],
];

/** Products and their channels: what ordinary clients are offered now. */
export function ServedTable({ products }: { products: readonly ShownProduct[] }) {
  return (
    <PlainTable caption="What is served on each channel" columns={columns}>
      {products.map((product) => (
        <ProductRows key={product.product} {...product} />
      ))}
    </PlainTable>
  );
}

function ProductRows({ product, comment, throttle, channels }: ShownProduct) {
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          colSpan={columns.length}
          className="h-8 border-b border-line bg-canvas px-3 text-left font-normal"
        >
          <strong className="font-semibold">{product}</strong>
          <span className="ml-2 text-ink-faint">{comment}</span>
          {throttle < 100 && (
            <span className="ml-2">
              <Badge tone="warn">throttled to {throttle} % of checks</Badge>
            </span>
          )}
        </th>
      </tr>
      {channels.map((channel) => (
        <ChannelRow key={channel.channel} {...channel} />
      ))}
      {channels.length === 0 && (
        <tr>
          <td colSpan={columns.length} className={`${cell} text-ink-faint`}>
            No channels yet.
          </td>
        </tr>
      )}
    </tbody>
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
          <Link href={`/rules/${String(rule.id)}`} className={otherRules > 0 ? "text-link" : "link"}>
            {rule.alias ?? `Rule ${String(rule.id)}`}
          </Link>
        )}
        {otherRules > 0 && <span className="text-ink-faint"> and {otherRules} for some</span>}
      </td>
      <td className={`${cell} truncate text-ink-soft`}>
        {changed && (
          <span title={changed.reason}>
            <Link href={`/audit/${String(changed.revision)}`} className="text-link figures">
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
