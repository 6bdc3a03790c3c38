import {
  columnVisibilityFeature,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures as defineFeatures,
} from "@tanstack/react-table";

/** How a column looks, in class names: cells and header alike. */
export type ColumnLook = {
  className?: string;
  /** The column chooser's word for it, where the header is no text. */
  label?: string;
};

/** What every table of the dashboard can do. Rows are filtered before they come in. */
export const tableFeatures = defineFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
  columnMeta: metaHelper<ColumnLook>(),
});
