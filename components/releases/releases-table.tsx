"use client";

import { Package } from "lucide-react";
import { useMemo } from "react";

import { DataTable } from "@/components/data-table/data-table";
import { readSorting, writeSorting } from "@/components/data-table/sorting";
import { useUrlState } from "@/components/data-table/url-state";
import type { UrlState } from "@/components/data-table/url-state";
import { Button } from "@/components/ui/button";
import { Count, SearchField, SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";

import { releaseColumns } from "./release-columns";
import { filterReleases, uses } from "./release-filter";
import type { ReleaseFilter, ReleaseRow, Use } from "./release-filter";

const group = {
  of: ({ product }: ReleaseRow) => product,
  title: (name: string, rows: number) => (
    <>
      <strong className="font-semibold">{name}</strong>
      <span className="ml-2 text-ink-faint">{rows === 1 ? "1 release" : `${String(rows)} releases`}</span>
    </>
  ),
};

const useLabels: Record<Use, string> = {
  all: "Served or not",
  served: "A rule maps to it",
  unused: "No rule maps to it",
};
const rowId = ({ name }: ReleaseRow) => name;

type ReleasesTableProps = {
  /** By product, and there the newest first. */
  releases: readonly ReleaseRow[];
  products: readonly string[];
};

/** Every release. Filter and order are in the address. */
export function ReleasesTable({ releases, products }: ReleasesTableProps) {
  const url = useUrlState();
  const search = url.get("q");
  const product = products.find((name) => name === url.get("product")) ?? "";
  const use = uses.find((one) => one === url.get("use")) ?? "all";
  const order = url.get("sort");
  const rows = useMemo(
    () => filterReleases(releases, { search, product, use }),
    [releases, search, product, use],
  );
  const sorting = useMemo(() => readSorting(order, releaseColumns), [order]);
  return (
    <>
      <ReleaseToolbar
        filter={{ search, product, use }}
        products={products}
        count={{ shown: rows.length, all: releases.length }}
        onChange={url.set}
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-md border border-line bg-surface shadow-flat">
        <DataTable
          caption="Releases by product, the newest first"
          columns={releaseColumns}
          rows={rows}
          rowId={rowId}
          group={group}
          sorting={sorting}
          onSort={(next) => {
            url.set({ sort: writeSorting(next) });
          }}
          empty={
            <NoReleases
              all={releases.length}
              onClear={() => {
                url.set({ q: null, product: null, use: null });
              }}
            />
          }
        />
      </div>
    </>
  );
}

type ReleaseToolbarProps = {
  filter: ReleaseFilter;
  products: readonly string[];
  count: { shown: number; all: number };
  onChange: UrlState["set"];
};

function ReleaseToolbar({ filter, products, count, onChange }: ReleaseToolbarProps) {
  return (
    <div role="search" aria-label="Releases" className="flex flex-wrap items-center gap-2 pb-3">
      <SearchField
        aria-label="Search releases"
        placeholder="Search"
        className="w-56"
        defaultValue={filter.search}
        onChange={(event) => {
          onChange({ q: event.target.value });
        }}
      />
      <SelectField
        aria-label="Product"
        value={filter.product}
        options={[
          { value: "", label: "All products" },
          ...products.map((value) => ({ value, label: value })),
        ]}
        onChange={(event) => {
          onChange({ product: event.target.value });
        }}
      />
      <SelectField
        aria-label="Use"
        value={filter.use}
        options={uses.map((value) => ({ value, label: useLabels[value] }))}
        onChange={(event) => {
          onChange({ use: event.target.value === "all" ? null : event.target.value });
        }}
      />
      <Count {...count} of="releases" />
    </div>
  );
}

function NoReleases({ all, onClear }: { all: number; onClear: () => void }) {
  if (all === 0) {
    return (
      <Notice icon={<Package />} title="No releases yet">
        Bring them over with <code>aus import snippets</code> or <code>aus import balrog</code>.
      </Notice>
    );
  }
  return (
    <Notice title="No release fits" action={<Button onClick={onClear}>Clear the filter</Button>}>
      None of the {all} releases fits this search and filter.
    </Notice>
  );
}
