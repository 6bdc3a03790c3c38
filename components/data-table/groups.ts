export type TableItem<Row> = { kind: "group"; name: string; rows: number } | { kind: "row"; row: Row };

/** Puts the name of each group before its rows. */
export function interleave<Row>(
  rows: readonly Row[],
  groupOf: ((row: Row) => string) | null,
): TableItem<Row>[] {
  if (!groupOf) return rows.map((row) => ({ kind: "row", row }));
  const items: TableItem<Row>[] = [];
  let current: { kind: "group"; name: string; rows: number } = { kind: "group", name: "", rows: 0 };
  for (const row of rows) {
    const name = groupOf(row);
    if (current.rows === 0 || current.name !== name) {
      current = { kind: "group", name, rows: 0 };
      items.push(current);
    }
    current.rows += 1;
    items.push({ kind: "row", row });
  }
  return items;
}
