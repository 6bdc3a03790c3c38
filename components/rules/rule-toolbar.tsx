"use client";

import type { ReactNode } from "react";

import { ColumnChooser } from "@/components/data-table/column-chooser";
import type { UrlState } from "@/components/ui/url-state";
import { ProductFilter } from "@/components/shell/product-filter";
import { Button } from "@/components/ui/button";
import { Count, SelectField, withAll } from "@/components/ui/field";

import { columnNames } from "./rule-columns";
import { ruleStates } from "./rule-filter";
import type { RuleFilter, RuleFilterOptions, RuleStateFilter } from "./rule-filter";
import { RuleSearch } from "./rule-search";

const stateLabels: Record<RuleStateFilter, string> = {
  all: "On and off",
  on: "On",
  off: "Off",
  throttled: "Throttled",
};

type RuleToolbarProps = {
  filter: RuleFilter;
  options: RuleFilterOptions;
  count: { shown: number; all: number };
  columns: { shown: ReadonlySet<string>; isInWords: boolean };
  onChange: UrlState["set"];
  /** What else stands at the end. */
  children?: ReactNode;
};

/** Search, filter and view of the rules. */
export function RuleToolbar({ filter, options, count, columns, onChange, children }: RuleToolbarProps) {
  return (
    <div role="search" aria-label="Rules" className="flex flex-wrap items-center gap-2 pb-3">
      <RuleSearch text={filter.search} options={options} onChange={onChange} />
      <ProductFilter
        products={options.products}
        value={filter.product}
        onChange={(event) => {
          onChange({ product: event.target.value });
        }}
      />
      <SelectField
        aria-label="Affects channel"
        value={filter.channel}
        options={withAll("All channels", options.channels, (value) => `Affects ${value}`)}
        onChange={(event) => {
          onChange({ channel: event.target.value });
        }}
      />
      <SelectField
        aria-label="State"
        value={filter.state}
        options={ruleStates.map((value) => ({ value, label: stateLabels[value] }))}
        onChange={(event) => {
          onChange({ state: event.target.value === "all" ? null : event.target.value });
        }}
      />
      <Count {...count} of="rules" />
      <ViewChooser {...columns} onChange={onChange} />
      {children}
    </div>
  );
}

function ViewChooser({
  shown,
  isInWords,
  onChange,
}: RuleToolbarProps["columns"] & Pick<RuleToolbarProps, "onChange">) {
  return (
    <span className="ml-auto flex items-center gap-2">
      <Button
        aria-pressed={isInWords}
        className="aria-pressed:border-accent aria-pressed:text-accent"
        onClick={() => {
          onChange({ view: isInWords ? null : "words", columns: null });
        }}
      >
        In words
      </Button>
      <ColumnChooser
        columns={columnNames}
        shown={shown}
        onChange={(wanted) => {
          onChange({ columns: wanted && [...wanted].join(",") });
        }}
      />
    </span>
  );
}
