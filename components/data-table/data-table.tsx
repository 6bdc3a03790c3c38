"use client";

import { useTable } from "@tanstack/react-table";
import type {
  ColumnDef,
  ColumnVisibilityState,
  ReactTable,
  RowData,
  SortingState,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { ReactNode, RefObject } from "react";

import { classes } from "@/components/ui/classes";

import { tableFeatures } from "./features";
import { interleave, originalsOf, type TableItem } from "./groups";

// A column's value type differs from column to column, which only `any` can say.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TableColumn<Row extends RowData> = ColumnDef<typeof tableFeatures, Row, any>;

type DataTableProps<Row extends RowData> = {
  caption: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Rows of one group stand together below its name; they must come in that order. */
  group?: { of: (row: Row) => string; title: (name: string, rows: readonly Row[]) => ReactNode };
  hidden?: ColumnVisibilityState;
  sorting?: SortingState;
  onSort?: (sorting: SortingState) => void;
  /** The rows come in the order that `sorting` says. */
  isSorted?: boolean;
  /** Told which rows are drawn. */
  onShown?: (first: number, last: number) => void;
  rowClassName?: (row: Row) => string | undefined;
  /** The row that is shown elsewhere or that keys move from; it is scrolled into view. */
  selected?: string | null;
  /** Told of clicks beside links and buttons. */
  onSelect?: (row: Row) => void;
  /** Shown when no row is left. */
  empty: ReactNode;
};

const noSorting: SortingState = [];
const allVisible: ColumnVisibilityState = {};
const rowHeight = 32;

/** A dense table whose rows are drawn only while they can be seen. Its first column stays in view. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, group, hidden = allVisible, sorting = noSorting, onSort } = props;
  const box = useRef<HTMLDivElement>(null);
  const table = useTable({
    features: tableFeatures,
    columns,
    data: rows,
    getRowId: rowId,
    enableSorting: onSort !== undefined,
    manualSorting: props.isSorted ?? false,
    state: { sorting, columnVisibility: hidden },
    onSortingChange: (change) => onSort?.(typeof change === "function" ? change(sorting) : change),
  });
  const sorted = table.getRowModel().rows;
  const items = useMemo(
    () => interleave(sorted, group && sorting.length === 0 ? ({ original }) => group.of(original) : null),
    [sorted, group, sorting],
  );
  const width = table.getVisibleLeafColumns().length;
  const { selected = null, onSelect } = props;
  const onDrawn = useDrawnRows(items, props.onShown);
  return (
    <div ref={box} className="relative isolate min-h-0 flex-1 overflow-auto">
      <table
        className="w-full min-w-max table-fixed border-separate border-spacing-0 text-xs"
        aria-rowcount={items.length + 1}
      >
        <caption className="sr-only">{caption}</caption>
        <Head table={table} />
        <VisibleRows
          box={box}
          items={items}
          onDrawn={onDrawn}
          sought={items.findIndex((item) => item.kind === "row" && item.row.id === selected)}
          draw={(item, index) =>
            item.kind === "group" ? (
              <GroupRow key={`group ${item.name}`} width={width}>
                {group?.title(item.name, originalsOf(item.rows))}
              </GroupRow>
            ) : (
              <tr
                key={item.row.id}
                aria-rowindex={index + 2}
                aria-selected={selected === null ? undefined : item.row.id === selected}
                className={classes("group/row h-8", props.rowClassName?.(item.row.original))}
                onClick={(event) => {
                  if (isOnRow(event.target as Element)) onSelect?.(item.row.original);
                }}
              >
                <Cells table={table} row={item.row} />
              </tr>
            )
          }
        />
      </table>
      {items.length === 0 && props.empty}
    </div>
  );
}

/** Tells of rows where items are drawn, of which some are the names of groups. */
function useDrawnRows<Row>(
  items: readonly TableItem<{ readonly index: number } & Row>[],
  onShown: DataTableProps<never>["onShown"],
) {
  return useCallback(
    (first: number, last: number) => {
      const drawn = items
        .slice(first, last + 1)
        .flatMap((item) => (item.kind === "row" ? [item.row.index] : []));
      if (drawn[0] !== undefined) onShown?.(drawn[0], drawn.at(-1) ?? drawn[0]);
    },
    [items, onShown],
  );
}

/** Whether a click is on the row itself: not on something of its own, and not the end of marking text. */
function isOnRow(target: Element): boolean {
  const isControl = target.closest("a, button, [role=menu], [role=menuitem]") !== null;
  return !isControl && window.getSelection()?.isCollapsed !== false;
}

type DashboardTable<Row extends RowData> = ReactTable<typeof tableFeatures, Row>;

type CellsProps<Row extends RowData> = {
  table: DashboardTable<Row>;
  row: ReturnType<DashboardTable<Row>["getRowModel"]>["rows"][number];
};

function Cells<Row extends RowData>({ table, row }: CellsProps<Row>) {
  return row.getVisibleCells().map((cell, column) => (
    <DataCell key={cell.id} isFirst={column === 0} className={cell.column.columnDef.meta?.className}>
      <table.FlexRender cell={cell} />
    </DataCell>
  ));
}

function Head<Row extends RowData>({ table }: { table: DashboardTable<Row> }) {
  return (
    <thead>
      {table.getHeaderGroups().map((headers) => (
        <tr key={headers.id}>
          {headers.headers.map((header, index) => (
            <HeaderCell
              key={header.id}
              isFirst={index === 0}
              className={header.column.columnDef.meta?.className}
              direction={header.column.getIsSorted()}
              onClick={header.column.getCanSort() ? header.column.getToggleSortingHandler() : undefined}
            >
              <table.FlexRender header={header} />
            </HeaderCell>
          ))}
        </tr>
      ))}
    </thead>
  );
}

type VisibleRowsProps<Item> = {
  box: RefObject<HTMLDivElement | null>;
  items: readonly Item[];
  /** The place of an item to scroll to; -1: none. */
  sought: number;
  onDrawn: (first: number, last: number) => void;
  draw: (item: Item, index: number) => ReactNode;
};

/** The rows that can be seen, between two that stand for the rest. */
function VisibleRows<Item>({ box, items, sought, onDrawn, draw }: VisibleRowsProps<Item>) {
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1200, height: 960 },
  });
  useEffect(() => {
    if (sought >= 0) virtual.scrollToIndex(sought, { align: "auto" });
  }, [sought, virtual]);
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0], shown.at(-1)];
  useDrawn(first?.index, last?.index, onDrawn);
  const before = first?.start ?? 0;
  const after = virtual.getTotalSize() - (last?.end ?? 0);
  return (
    <tbody>
      {before > 0 && <Spacer height={before} />}
      {shown.map(({ index }) => {
        const item = items[index];
        return item === undefined ? null : draw(item, index);
      })}
      {after > 0 && <Spacer height={after} />}
    </tbody>
  );
}

type Place = number | undefined;

function useDrawn(first: Place, last: Place, onDrawn: VisibleRowsProps<never>["onDrawn"]): void {
  useEffect(() => {
    if (first !== undefined && last !== undefined) onDrawn(first, last);
  }, [onDrawn, first, last]);
}

type CellProps = { isFirst: boolean; className: string | undefined; children: ReactNode };

function DataCell({ isFirst, className, children }: CellProps) {
  return (
    <td
      className={classes(
        "truncate border-b border-line bg-surface px-2.5 group-hover/row:bg-hover group-aria-selected/row:bg-selected",
        isFirst && "sticky left-0 z-10",
        className,
      )}
    >
      {children}
    </td>
  );
}

type HeaderCellProps = CellProps & {
  direction: false | "asc" | "desc";
  onClick: ((event: unknown) => void) | undefined;
};

function HeaderCell({ isFirst, className, direction, onClick, children }: HeaderCellProps) {
  const ariaSort = direction === "asc" ? "ascending" : direction === "desc" ? "descending" : undefined;
  const arrow = { asc: <ArrowUp aria-hidden />, desc: <ArrowDown aria-hidden /> };
  return (
    <th
      scope="col"
      aria-sort={ariaSort}
      className={classes(
        "sticky top-0 z-20 h-8 truncate border-b border-line-strong bg-sunken px-2.5 text-left text-2xs font-medium text-ink-soft",
        isFirst && "left-0 z-30",
        className,
      )}
    >
      {onClick ? (
        <button
          type="button"
          onClick={onClick}
          className="inline-flex max-w-full items-center gap-1 hover:text-ink [&_svg]:size-3"
        >
          {children}
          {direction !== false && arrow[direction]}
        </button>
      ) : (
        children
      )}
    </th>
  );
}

function GroupRow({ width, children }: { width: number; children: ReactNode }) {
  return (
    <tr className="h-8">
      <th
        scope="colgroup"
        colSpan={width}
        className="border-b border-line bg-canvas px-2.5 text-left text-xs font-normal"
      >
        <span className="sticky left-2.5">{children}</span>
      </th>
    </tr>
  );
}

/** Stands for the rows that are out of sight. */
function Spacer({ height }: { height: number }) {
  return <tr aria-hidden style={{ height }} />;
}
