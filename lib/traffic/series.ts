import { addMeasures, noMeasures, type Measures } from "./measures";
import { other } from "./names";

/** Traffic of one value, step by step. */
export type Series = Measures & {
  /** A value of what the traffic is told apart by; empty: it is not. */
  readonly value: string;
  /** One for each step. */
  readonly points: readonly Measures[];
};

/** How many values are told apart in one answer; the rest is "other". */
const mostSeries = 20;

type Sum = Measures & { readonly at: Date; readonly value: string };

/** Puts sums of steps in rows, one for each value, the largest first. */
export function toSeries(sums: readonly Sum[], steps: readonly number[]): Series[] {
  const totals = new Map<string, number>();
  for (const { value, requests } of sums) totals.set(value, (totals.get(value) ?? 0) + requests);
  const largest = [...totals].sort(
    ([a, x], [b, y]) => Number(a === other) - Number(b === other) || y - x || (a < b ? -1 : 1),
  );
  const shown = new Set(largest.slice(0, mostSeries).map(([value]) => value));
  const places = new Map(steps.map((at, index) => [at, index]));
  const rows = new Map<string, Measures[]>();
  for (const { at, value, ...measures } of sums) {
    const name = shown.has(value) ? value : other;
    const row = rows.get(name) ?? steps.map(() => noMeasures);
    rows.set(name, row);
    const place = places.get(at.getTime());
    if (place !== undefined) row[place] = addMeasures(row[place] ?? noMeasures, measures);
  }
  const names = [...shown, ...(rows.has(other) && !shown.has(other) ? [other] : [])];
  return names.map((value) => {
    const points = rows.get(value) ?? [];
    return { value, points, ...points.reduce(addMeasures, noMeasures) };
  });
}
