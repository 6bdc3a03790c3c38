import type { Series } from "@/lib/traffic/series";

/** A line of a chart. */
export type ChartLine = {
  readonly name: string;
  /** One for each step; null: there is none. */
  readonly values: readonly (number | null)[];
};

export type ChartData = {
  /** When each step begins, ISO 8601. */
  readonly steps: readonly string[];
  readonly lines: readonly ChartLine[];
  readonly unit: "requests" | "%";
};

const mostLines = 6;

/** A line for each of the values with the most requests. */
export function requestLines(
  series: readonly Series[],
  name: (value: string) => string = (value) => value,
): ChartLine[] {
  return series
    .slice(0, mostLines)
    .map(({ value, points }) => ({ name: name(value), values: points.map(({ requests }) => requests) }));
}

/** The share of background checks that a rate lets through, as it was planned and as it fell. */
export function rateLines({ points }: Series): ChartLine[] {
  const share = (part: (point: Series["points"][number]) => number) =>
    points.map((point) => (point.throttled === 0 ? null : round((100 * part(point)) / point.throttled)));
  return [
    { name: "Planned", values: share(({ planned }) => planned / 100) },
    { name: "Real", values: share(({ throttled, outside }) => throttled - outside) },
  ];
}

function round(share: number): number {
  return Math.round(share * 10) / 10;
}
