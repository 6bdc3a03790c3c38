import type { SortingState } from "@tanstack/react-table";

/** Reads "name" or "-name"; a column that there is not sorts nothing. */
export function readSorting(
  text: string,
  columns: readonly { id?: string | undefined; accessorKey?: unknown }[],
): SortingState {
  const desc = text.startsWith("-");
  const id = desc ? text.slice(1) : text;
  const isKnown = columns.some((column) => (column.id ?? column.accessorKey) === id);
  return isKnown ? [{ id, desc }] : [];
}

export function writeSorting([first]: SortingState): string | null {
  return first ? `${first.desc ? "-" : ""}${first.id}` : null;
}
