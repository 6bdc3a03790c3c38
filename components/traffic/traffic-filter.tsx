import { SelectField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";

/** How far back one can look, by what the address says. */
export const ranges = {
  "1h": { label: "Last hour", hours: 1 },
  "6h": { label: "Last 6 hours", hours: 6 },
  "3d": { label: "Last 3 days", hours: 72 },
  "14d": { label: "Last 14 days", hours: 336 },
  "90d": { label: "Last 90 days", hours: 2_160 },
} as const;
export type Range = keyof typeof ranges;
export const usualRange: Range = "6h";

export type AskedTraffic = {
  readonly product: string;
  readonly channel: string;
  readonly range: Range;
};

type TrafficFilterProps = { asked: AskedTraffic; products: readonly string[]; channels: readonly string[] };

/** Whose traffic, and of how long; the address keeps it. */
export function TrafficFilter({ asked, products, channels }: TrafficFilterProps) {
  const isFiltered = asked.product !== "" || asked.channel !== "" || asked.range !== usualRange;
  return (
    <div className="mb-3">
      <FilterForm label="Traffic" isFiltered={isFiltered}>
        <SelectField
          name="product"
          aria-label="Product"
          defaultValue={asked.product}
          options={options("All products", asked.product, products)}
        />
        <SelectField
          name="channel"
          aria-label="Channel"
          defaultValue={asked.channel}
          options={options("All channels", asked.channel, channels)}
        />
        <SelectField
          name="range"
          aria-label="Span"
          defaultValue={asked.range === usualRange ? "" : asked.range}
          options={Object.entries(ranges)
            .map(([value, { label }]) => ({
              value: value === usualRange ? "" : value,
              label,
            }))
            .sort((a, b) => Number(b.value === "") - Number(a.value === ""))}
        />
      </FilterForm>
    </div>
  );
}

/** What is asked for is offered, even where nothing of it was counted. */
function options(all: string, asked: string, names: readonly string[]) {
  const offered = new Set(asked === "" ? names : [asked, ...names]);
  return [{ value: "", label: all }, ...[...offered].sort().map((value) => ({ value, label: value }))];
}
