import type { Result } from "./asker-order";

export type Measured = Result & {
  /** Processor time of the server's process for one request, in microseconds. */
  processorTime: number | null;
};

export type Row = {
  subject: string;
  /** Medians of the rounds. */
  perSecond: number;
  p50: number;
  p99: number;
  processorTime: number | null;
  requests: number;
  errors: number;
  /** Medians of what each round gave against the bare server in the same round. */
  ratio: number;
  p99Ratio: number;
};

export function summarize(rounds: ReadonlyMap<string, readonly Measured[]>, base: string): Row[] {
  const bare = rounds.get(base);
  if (!bare) throw new Error(`${base} was not measured`);
  return [...rounds].map(([subject, measured]) => ({
    subject,
    perSecond: median(measured.map(perSecond)),
    p50: median(measured.map(({ p50 }) => p50)),
    p99: median(measured.map(({ p99 }) => p99)),
    processorTime: medianOrNull(measured.map(({ processorTime }) => processorTime)),
    requests: sum(measured.map(({ requests }) => requests)),
    errors: sum(measured.map(({ errors }) => errors)),
    ratio: medianRatio(measured, bare, perSecond),
    p99Ratio: medianRatio(measured, bare, ({ p99 }) => p99),
  }));
}

/** The machine's speed changes from minute to minute: only what was measured side by side is compared. */
export function medianRatio(
  some: readonly Measured[],
  others: readonly Measured[],
  of: (measured: Measured) => number,
): number {
  return median(
    some.flatMap((one, round) => {
      const other = others[round];
      return other ? [of(one) / of(other)] : [];
    }),
  );
}

export function perSecond({ requests, seconds }: Measured): number {
  return requests / seconds;
}

export function asTable(rows: readonly Row[]): string {
  const head = [
    "",
    "requests/s",
    "of bare",
    "p50 ms",
    "p99 ms",
    "p99/bare",
    "CPU µs/request",
    "requests",
    "errors",
  ];
  const lines = rows.map((row) => [
    row.subject,
    Math.round(row.perSecond).toLocaleString("en"),
    row.ratio.toFixed(2),
    row.p50.toFixed(2),
    row.p99.toFixed(2),
    row.p99Ratio.toFixed(2),
    row.processorTime === null ? "?" : row.processorTime.toFixed(1),
    row.requests.toLocaleString("en"),
    String(row.errors),
  ]);
  return [head, head.map((_, index) => (index === 0 ? "---" : "--:")), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
