import { canonicalize } from "json-canonicalize";

import { jsonChunks } from "@/lib/db/bulk";
import type { Db, Tx } from "@/lib/db/client";

import type { Entity } from "./operation";
import { entities, type RowChange, type Stored } from "./row";
import { tables, type Table } from "./tables";

export type Head = { revision: number; hash: string };

/** The newest revision. Whoever holds it is the only one who changes anything until the transaction ends. */
export async function lockHead(tx: Tx): Promise<Head> {
  const rows = await tx.$queryRaw<Head[]>`SELECT revision, hash FROM head FOR UPDATE`;
  const [head] = rows;
  if (!head) throw new Error("The table head has lost its row");
  return head;
}

/** Makes a revision the newest, and tells the serving nodes when the transaction commits. */
export async function moveHead(tx: Tx, { revision, hash }: Head): Promise<void> {
  await tx.head.updateMany({ data: { revision, hash } });
  await tx.$executeRaw`SELECT pg_notify('aus_revision', ${String(revision)})`;
}

/** The rows of these keys, in no order. Keys are the rows' key fields. */
export async function readRows(db: Db, entity: Entity, keys: readonly object[]): Promise<Stored[]> {
  const table = tables[entity];
  const found: Stored[] = [];
  for (const { json } of jsonChunks(mapped(keys, (key) => JSON.stringify(key)))) {
    const sql = `SELECT ${selection(table)} FROM "${table.name}" AS t${matching(table, " JOIN")}`;
    found.push(...(await db.$queryRawUnsafe<Stored[]>(sql, json)));
  }
  return found;
}

/** The builds of these releases, by their key fields. */
export async function listBuilds(db: Db, releases: readonly string[]): Promise<Stored<"build">[]> {
  const sql = `SELECT ${selection(tables.build)} FROM builds AS t WHERE t.release = ANY ($1)`;
  return db.$queryRawUnsafe<Stored<"build">[]>(sql, releases);
}

/** The highest id that a rule ever had. Steady while the head is locked. */
export async function lastRuleId(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT greatest(
      (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM rules_id_seq),
      (SELECT max(id) FROM rules)
    )::integer AS id`;
  return rows[0]?.id ?? 0;
}

/** Makes the next rule's id higher than any that is in use. */
export async function moveRuleIds(tx: Tx, last: number): Promise<void> {
  await tx.$executeRaw`SELECT setval('rules_id_seq', greatest(${last}::bigint, 1))`;
}

/** A row change with the text of its rows, canonical JSON, which is stored and hashed as it stands. */
export type WrittenChange = RowChange & { readonly beforeText: string; readonly afterText: string };

/** Writes the rows of a change. */
export async function writeRows(tx: Tx, changes: readonly WrittenChange[]): Promise<void> {
  for (const entity of [...entities].reverse()) {
    const gone = changes.filter((change) => change.entity === entity && !change.after);
    await execute(
      tx,
      deleteSql(tables[entity]),
      mapped(gone, ({ beforeText }) => beforeText),
    );
  }
  for (const entity of entities) {
    const table = tables[entity];
    const kept = changes.filter((change) => change.entity === entity && change.after);
    const text = (change: WrittenChange) => rowText(table, change);
    const [changed, added] = [kept.filter(({ before }) => before), kept.filter(({ before }) => !before)];
    await execute(tx, updateSql(table), mapped(changed, text));
    await execute(tx, insertSql(table), mapped(added, text));
  }
}

async function execute(tx: Tx, sql: string, texts: Iterable<string>): Promise<void> {
  for (const { json, count } of jsonChunks(texts)) {
    const written = await tx.$executeRawUnsafe(sql, json);
    if (written !== count) throw new Error(`${written} of ${count} rows written: ${sql}`);
  }
}

function rowText(table: Table, { after, afterText }: WrittenChange): string {
  return table.derive && after ? canonicalize({ ...after, ...table.derive(after) }) : afterText;
}

function* mapped<Item, Result>(items: readonly Item[], map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item);
}

function selection({ columns }: Table): string {
  const list = columns.map(({ field, column }) => `t."${column}" AS "${field}"`);
  return [...list, 't."row_version" AS "rowVersion"'].join(", ");
}

/** The rows given as JSON, as a table `r` whose columns are named after the fields. */
function given({ columns, derived = [] }: Table): string {
  const list = [...columns, ...derived].map(({ field, type }) => `"${field}" ${type}`);
  return `json_to_recordset($1::json) AS r(${[...list, '"rowVersion" integer'].join(", ")})`;
}

function onKey({ columns, keyLength }: Table): string {
  const key = columns.slice(0, keyLength).map(({ field, column }) => `t."${column}" = r."${field}"`);
  return key.length === 0 ? "true" : key.join(" AND ");
}

function matching(table: Table, join: string): string {
  return `${join} ${given(table)} ON ${onKey(table)}`;
}

function insertSql(table: Table): string {
  const columns = [...table.columns, ...(table.derived ?? [])];
  const names = [...columns.map(({ column }) => `"${column}"`), '"row_version"'].join(", ");
  const values = [...columns.map(({ field }) => `r."${field}"`), 'r."rowVersion"'].join(", ");
  return `INSERT INTO "${table.name}" (${names}) SELECT ${values} FROM ${given(table)}`;
}

function updateSql(table: Table): string {
  const columns = [...table.columns.slice(table.keyLength), ...(table.derived ?? [])];
  const list = [
    ...columns.map(({ field, column }) => `"${column}" = r."${field}"`),
    '"row_version" = r."rowVersion"',
  ];
  return `UPDATE "${table.name}" AS t SET ${list.join(", ")} FROM ${given(table)}
    WHERE ${onKey(table)} AND t."row_version" = r."rowVersion" - 1`;
}

function deleteSql(table: Table): string {
  return `DELETE FROM "${table.name}" AS t USING ${given(table)}
    WHERE ${onKey(table)} AND t."row_version" = r."rowVersion"`;
}
