import { ProductFilter } from "@/components/shell/product-filter";
import { SelectField, withAll } from "@/components/ui/field";
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
        <ProductFilter products={offered(asked.product, products)} defaultValue={asked.product} />
        <SelectField
          name="channel"
          aria-label="Channel"
          defaultValue={asked.channel}
          options={withAll("All channels", offered(asked.channel, channels))}
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
function offered(asked: string, names: readonly string[]): readonly string[] {
  return [...new Set(asked === "" ? names : [asked, ...names])].sort();
}
