type GroupItem<Row> = { kind: "group"; name: string; rows: Row[] };
export type TableItem<Row> = GroupItem<Row> | { kind: "row"; row: Row };

/** Puts the name of each group before its rows. */
export function interleave<Row>(
  rows: readonly Row[],
  groupOf: ((row: Row) => string) | null,
): TableItem<Row>[] {
  if (!groupOf) return rows.map((row) => ({ kind: "row", row }));
  const items: TableItem<Row>[] = [];
  let current: GroupItem<Row> = { kind: "group", name: "", rows: [] };
  for (const row of rows) {
    const name = groupOf(row);
    if (current.rows.length === 0 || current.name !== name) {
      current = { kind: "group", name, rows: [] };
      items.push(current);
    }
    current.rows.push(row);
    items.push({ kind: "row", row });
  }
  return items;
}

export function originalsOf<Row>(rows: readonly { readonly original: Row }[]): Row[] {
  return rows.map(({ original }) => original);
}
