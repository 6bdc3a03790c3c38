"use client";

import { Moment, useNow } from "@/components/ui/moment";

export type RatePoint = {
  /** ISO 8601; null: as soon as it is approved. */
  at: string | null;
  rate: number;
  state: "pending" | "enacted" | "skipped";
};

export type RateCurve = {
  rule: string;
  /** Before the first step; null where the rule is new. */
  from: number | null;
  points: readonly RatePoint[];
};

const width = 640;
const height = 88;
const left = 34;
const bottom = 14;

/** The rate of each rule over the steps of a change set: a stair of percentages. */
export function RateTimeline({ curves }: { curves: readonly RateCurve[] }) {
  const now = useNow();
  return curves.map((curve) => <Curve key={curve.rule} {...curve} now={now} />);
}

function Curve({ rule, from, points, now }: RateCurve & { now: number | null }) {
  const times = placed(points, now);
  const [start = 0, end = 1] = [times[0], times.at(-1)];
  const span = Math.max(end - start, 60_000) * 1.2;
  const x = (time: number) => left + (0.06 + (time - start) / span) * (width - left);
  const y = (rate: number) => 4 + ((100 - rate) / 100) * (height - bottom - 8);
  const words = points.map(({ rate }) => `${String(rate)} %`).join(", then ");
  return (
    <figure className="border-b border-line px-3 py-2.5 last:border-b-0">
      <figcaption className="text-xs text-ink-soft">
        Background rate of {rule}: {from !== null && `${String(from)} % now, `}
        {words} of background checks
      </figcaption>
      <svg viewBox={`0 0 ${String(width)} ${String(height)}`} aria-hidden className="mt-1.5 w-full max-w-4xl">
        {[0, 50, 100].map((rate) => (
          <g key={rate}>
            <line x1={left} x2={width} y1={y(rate)} y2={y(rate)} className="stroke-line" />
            <text x={left - 6} y={y(rate) + 3} textAnchor="end" className="fill-ink-faint text-[9px]">
              {rate} %
            </text>
          </g>
        ))}
        <path
          d={stair(from, points, { times, x, y })}
          fill="none"
          strokeWidth="2"
          className="stroke-accent"
        />
        {points.map((point, index) => (
          <circle
            key={index}
            cx={x(times[index] ?? 0)}
            cy={y(point.rate)}
            r="3.5"
            strokeWidth="2"
            className={point.state === "enacted" ? "fill-accent stroke-accent" : "fill-surface stroke-accent"}
          />
        ))}
        {now !== null && now > start && now < start + span && (
          <line
            x1={x(now)}
            x2={x(now)}
            y1="2"
            y2={height - bottom}
            strokeDasharray="3 3"
            className="stroke-bad"
          />
        )}
      </svg>
      <ol className="flex flex-wrap gap-x-4 text-2xs text-ink-soft">
        {points.map(({ at, rate, state }, index) => (
          <li key={index} className={state === "skipped" ? "line-through" : undefined}>
            <strong className="figures font-semibold text-ink">{rate} %</strong>{" "}
            {at === null ? "when approved" : <Moment at={at} />}
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** A step without a time takes place now, or at the time of the step after it. */
function placed(points: readonly RatePoint[], now: number | null): number[] {
  const first = points.find(({ at }) => at !== null)?.at;
  const start = now ?? (first ? new Date(first).getTime() - 3_600_000 : 0);
  return points.map(({ at }) => (at === null ? start : new Date(at).getTime()));
}

type Scale = {
  times: readonly number[];
  x: (time: number) => number;
  y: (rate: number) => number;
};

function stair(from: number | null, points: readonly RatePoint[], { times, x, y }: Scale): string {
  const begin = from ?? points[0]?.rate ?? 0;
  const moves = points.map(({ rate }, index) => `H${String(x(times[index] ?? 0))}V${String(y(rate))}`);
  return `M${String(left)} ${String(y(begin))}${moves.join("")}H${String(width)}`;
}
