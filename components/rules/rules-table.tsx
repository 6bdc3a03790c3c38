"use client";

import { ListOrdered } from "lucide-react";
import { useMemo } from "react";

import { DataTable } from "@/components/data-table/data-table";
import { useUrlState } from "@/components/data-table/url-state";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

import { columnNames, columnsInWords, ruleColumns, usualColumns } from "./rule-columns";
import type { RuleRow } from "./rule-columns";
import { filterRules, readRuleFilter } from "./rule-filter";
import { RuleToolbar } from "./rule-toolbar";

type RulesTableProps = {
  /** By product, and there in the order of evaluation. */
  rules: readonly RuleRow[];
  products: readonly string[];
  channels: readonly string[];
};

const everyProduct = "Every product";
const group = {
  of: ({ product }: RuleRow) => product ?? everyProduct,
  title: (name: string, rows: number) => (
    <>
      <strong className="font-semibold">{name}</strong>
      <span className="ml-2 text-ink-faint">{rows === 1 ? "1 rule" : `${String(rows)} rules`}</span>
    </>
  ),
};

const rowId = ({ id }: RuleRow) => String(id);
const rowClassName = ({ enabled }: RuleRow) => (enabled ? undefined : "[&>td]:text-ink-faint");

const toHidden = (shown: ReadonlySet<string>) =>
  Object.fromEntries(columnNames.map(({ id }) => [id, shown.has(id)]));

/** Every rule, by product, in the order in which they are tried. Filter, view and columns are in the address. */
export function RulesTable({ rules, products, channels }: RulesTableProps) {
  const url = useUrlState();
  const [search, product, channel, state] = [
    url.get("q"),
    url.get("product"),
    url.get("channel"),
    url.get("state"),
  ];
  const filter = useMemo(
    () => readRuleFilter({ search, product, channel, state }, { products, channels }),
    [search, product, channel, state, products, channels],
  );
  const rows = useMemo(() => filterRules(rules, filter), [rules, filter]);
  const isInWords = url.get("view") === "words";
  const columns = url.get("columns");
  const shown = useMemo(
    () => new Set(columns === "" ? (isInWords ? columnsInWords : usualColumns) : columns.split(",")),
    [columns, isInWords],
  );
  const hidden = useMemo(() => toHidden(shown), [shown]);
  return (
    <>
      <RuleToolbar
        filter={filter}
        options={{ products, channels }}
        count={{ shown: rows.length, all: rules.length }}
        columns={{ shown, isInWords }}
        onChange={url.set}
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-md border border-line bg-surface shadow-flat">
        <DataTable
          caption="Rules by product, in the order in which they are tried"
          columns={ruleColumns}
          rows={rows}
          rowId={rowId}
          group={group}
          hidden={hidden}
          rowClassName={rowClassName}
          empty={
            <NoRules
              all={rules.length}
              onClear={() => {
                url.set({ q: null, product: null, channel: null, state: null });
              }}
            />
          }
        />
      </div>
    </>
  );
}

function NoRules({ all, onClear }: { all: number; onClear: () => void }) {
  if (all === 0) {
    return (
      <Notice icon={<ListOrdered />} title="No rules yet">
        Without a rule nobody is offered anything. Bring rules over with <code>aus import</code>.
      </Notice>
    );
  }
  return (
    <Notice title="No rule fits" action={<Button onClick={onClear}>Clear the filter</Button>}>
      None of the {all} rules fits this search and filter.
    </Notice>
  );
}
