import { Badge } from "@/components/ui/badge";
import { classes } from "@/components/ui/classes";
import { utcTime } from "@/components/ui/time";

export type ShownItem = {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: "step" | "expiry";
  readonly changeSet: number;
  readonly isLate: boolean;
  readonly collides: boolean;
};

const hour = 3_600_000;

/** When things happen, on one line from now on. The list below it says the same. */
export function AgendaAxis({
  items,
  from,
  hours,
}: {
  items: readonly ShownItem[];
  from: string;
  hours: number;
}) {
  const start = Date.parse(from);
  const place = (time: number) =>
    `${String(Math.min(100, Math.max(0, ((time - start) / (hours * hour)) * 100)))}%`;
  const first = Math.ceil(start / (6 * hour)) * 6 * hour;
  const ticks = Array.from({ length: Math.ceil(hours / 6) }, (_, i) => first + i * 6 * hour).filter(
    (tick) => tick < start + hours * hour,
  );
  return (
    <div aria-hidden className="relative mx-6 h-16 text-2xs text-ink-faint">
      <div className="absolute inset-x-0 top-6 h-px bg-line-strong" />
      {ticks.map((tick) => (
        <div
          key={tick}
          className="absolute top-5 flex -translate-x-1/2 flex-col items-center"
          style={{ left: place(tick) }}
        >
          <span className="h-2 w-px bg-line-strong" />
          <span className="figures mt-2 whitespace-nowrap">{tickLabel(tick)}</span>
        </div>
      ))}
      {items.map((item, index) => (
        <span
          key={index}
          title={`${utcTime(item.at)}: change set ${String(item.changeSet)}`}
          className={classes(
            "absolute top-6 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full ring-2 ring-surface",
            item.collides || item.isLate ? "bg-bad" : item.kind === "expiry" ? "bg-warn" : "bg-accent",
          )}
          style={{ left: place(Date.parse(item.at)) }}
        />
      ))}
    </div>
  );
}

function tickLabel(time: number): string {
  const text = new Date(time).toISOString();
  return text.slice(11, 13) === "00" ? text.slice(5, 10) : text.slice(11, 16);
}

export function AgendaMark({ kind, isLate }: Pick<ShownItem, "kind" | "isLate">) {
  if (isLate) return <Badge tone="bad">late</Badge>;
  return kind === "expiry" ? <Badge tone="warn">expires</Badge> : <Badge tone="accent">step</Badge>;
}
