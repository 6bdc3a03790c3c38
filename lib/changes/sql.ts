import type { Table } from "./tables";

// Statements over rows that are given as one JSON array, whose objects are named after the fields of the rows.

export function selectSql(table: Table): string {
  return `SELECT ${selection(table)} FROM "${table.name}" AS t JOIN ${given(table)} ON ${onKey(table)}`;
}

/** @param where a condition on the table `t` */
export function selectWhereSql(table: Table, where: string): string {
  return `SELECT ${selection(table)} FROM "${table.name}" AS t WHERE ${where}`;
}

export function insertSql(table: Table): string {
  const columns = [...table.columns, ...(table.derived ?? [])];
  const names = [...columns.map(({ column }) => `"${column}"`), '"row_version"'].join(", ");
  const values = [...columns.map(({ field }) => `r."${field}"`), 'r."rowVersion"'].join(", ");
  return `INSERT INTO "${table.written ?? table.name}" (${names}) SELECT ${values} FROM ${given(table)}`;
}

/** Sets everything but the key, of rows that are at the version before the given one. */
export function updateSql(table: Table): string {
  const columns = [...table.columns.slice(table.keyLength), ...(table.derived ?? [])];
  const list = [
    ...columns.map(({ field, column }) => `"${column}" = r."${field}"`),
    '"row_version" = r."rowVersion"',
  ];
  return `UPDATE "${table.written ?? table.name}" AS t SET ${list.join(", ")} FROM ${given(table)}
    WHERE ${onKey(table)} AND t."row_version" = r."rowVersion" - 1`;
}

/** Deletes rows that are at the given version. */
export function deleteSql(table: Table): string {
  return `DELETE FROM "${table.written ?? table.name}" AS t USING ${given(table)}
    WHERE ${onKey(table)} AND t."row_version" = r."rowVersion"`;
}

function selection({ columns }: Table): string {
  const list = columns.map(({ field, column, type }) => `${read(column, type)} AS "${field}"`);
  return [...list, 't."row_version" AS "rowVersion"'].join(", ");
}

/** Times as text, as rows and the record have them. */
function read(column: string, type: string): string {
  if (type !== "timestamptz") return `t."${column}"`;
  return `to_char(t."${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function given({ columns, derived = [] }: Table): string {
  const list = [...columns, ...derived].map(({ field, type }) => `"${field}" ${type}`);
  return `json_to_recordset($1::json) AS r(${[...list, '"rowVersion" integer'].join(", ")})`;
}

function onKey({ columns, keyLength }: Table): string {
  // Null is equal to null in a key; an index finds only what is compared by "=".
  const key = columns
    .slice(0, keyLength)
    .map(
      ({ field, column, nullable }) =>
        `t."${column}" ${nullable ? "IS NOT DISTINCT FROM" : "="} r."${field}"`,
    );
  return key.length === 0 ? "true" : key.join(" AND ");
}
