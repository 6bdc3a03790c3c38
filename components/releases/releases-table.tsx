"use client";

import { Package } from "lucide-react";
import { useCallback, useMemo } from "react";

import { GroupTitle } from "@/components/data-table/group-title";
import { DataTable } from "@/components/data-table/data-table";
import { readSorting, writeSorting } from "@/components/data-table/sorting";
import { useUrlState } from "@/components/ui/url-state";
import type { UrlState } from "@/components/ui/url-state";
import { useEditing } from "@/components/drafts/editing";
import { fateLook } from "@/components/drafts/fate";
import { ProductFilter } from "@/components/shell/product-filter";
import { Button } from "@/components/ui/button";
import { Count, SearchField, SelectField } from "@/components/ui/field";
import { Alert } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";

import { queryOf, readReleasesAsked, uses } from "@/lib/overview/release-list";
import type { ReleasesAsked, ReleaseWindow, Use } from "@/lib/overview/release-list";

import { withDraft, type ShownRow } from "./drafted-releases";
import { releaseColumns } from "./release-columns";
import { useReleaseRows } from "./use-release-rows";

const group = {
  of: ({ product }: ShownRow) => product,
  title: (name: string, rows: readonly ShownRow[]) => <GroupTitle name={name} rows={rows} of="release" />,
};

const useLabels: Record<Use, string> = {
  all: "Served or not",
  served: "A rule maps to it",
  unused: "No rule maps to it",
};
const rowClassName = ({ fate }: ShownRow) => fateLook(fate);
const rowId = ({ name }: ShownRow) => name;

type ReleasesTableProps = {
  /** The beginning of the list: by product, and there the newest first, unless the address asks for another order. */
  first: ReleaseWindow;
  products: readonly string[];
};

/** Every release. Filter and order are in the address; the service finds and sorts. */
export function ReleasesTable({ first, products }: ReleasesTableProps) {
  const url = useUrlState();
  const asked = readReleasesAsked(url.get, products);
  const query = queryOf(asked);
  const { rows: stored, shown, all, show, hasFailed } = useReleaseRows(first, query);
  const edits = useEditing().draft?.edits;
  const rows = useMemo(
    () =>
      withDraft(
        stored,
        edits ?? [],
        readReleasesAsked((name) => new URLSearchParams(query).get(name) ?? "", products),
      ),
    [stored, edits, query, products],
  );
  const added = rows.length - stored.length;
  const look = useCallback(
    (from: number, to: number) => {
      // The service does not count what is only drafted.
      show(Math.max(0, from - added), to);
    },
    [show, added],
  );
  const sorting = useMemo(() => readSorting(asked.sort, releaseColumns), [asked.sort]);
  return (
    <>
      <ReleaseToolbar asked={asked} products={products} count={{ shown, all }} onChange={url.set} />
      {hasFailed && <Alert>The releases could not be read. Scroll or search again in a moment.</Alert>}
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-md border border-line bg-surface shadow-flat">
        <DataTable
          caption="Releases by product, the newest first"
          columns={releaseColumns}
          rows={rows}
          rowId={rowId}
          rowClassName={rowClassName}
          group={group}
          sorting={sorting}
          isSorted
          onSort={(next) => {
            url.set({ sort: writeSorting(next) });
          }}
          onShown={look}
          empty={
            <NoReleases
              all={all}
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
  asked: ReleasesAsked;
  products: readonly string[];
  count: { shown: number; all: number };
  onChange: UrlState["set"];
};

function ReleaseToolbar({ asked, products, count, onChange }: ReleaseToolbarProps) {
  return (
    <div role="search" aria-label="Releases" className="flex flex-wrap items-center gap-2 pb-3">
      <SearchField
        aria-label="Search releases"
        placeholder="Search"
        className="w-56"
        value={asked.search}
        onChange={(event) => {
          onChange({ q: event.target.value });
        }}
      />
      <ProductFilter
        products={products}
        value={asked.product}
        onChange={(event) => {
          onChange({ product: event.target.value });
        }}
      />
      <SelectField
        aria-label="Use"
        value={asked.use}
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
