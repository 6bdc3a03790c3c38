import { canonicalize } from "json-canonicalize";

import { jsonChunks } from "@/lib/db/bulk";
import type { Db, Tx } from "@/lib/db/client";

import type { Entity, Operation } from "./operation";
import { entities, keyOf, type Stored } from "./row";
import type { WrittenChange } from "./row-text";
import { deleteSql, insertSql, selectSql, selectWhereSql, updateSql } from "./sql";
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

/** The rows that operations are about, those that there are. */
export async function readRowsOf(db: Db, operations: readonly Operation[]): Promise<Map<string, Stored>> {
  const found = new Map<string, Stored>();
  for (const entity of entities) {
    const keys = operations.filter((operation) => operation.entity === entity).flatMap(keyFields);
    for (const { json } of jsonChunks(mapped(keys, (key) => JSON.stringify(key)))) {
      const rows = await db.$queryRawUnsafe<Stored[]>(selectSql(tables[entity]), json);
      for (const row of rows) found.set(`${entity} ${keyOf(entity, row as never)}`, row);
    }
  }
  return found;
}

/** A new rule without id is about no row yet. */
function keyFields(operation: Operation): object[] {
  if (operation.action !== "create") return [operation.key];
  if (operation.entity === "rule" && operation.value.id === undefined) return [];
  const { columns, keyLength } = tables[operation.entity];
  const value: Readonly<Record<string, unknown>> = operation.value;
  return [Object.fromEntries(columns.slice(0, keyLength).map(({ field }) => [field, value[field]]))];
}

export async function listBuilds(db: Db, releases: readonly string[]): Promise<Stored<"build">[]> {
  const sql = selectWhereSql(tables.build, "t.release = ANY ($1)");
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

/** How much of a change is written: rows of an entity, or entries of the record. */
export type WriteProgress = {
  readonly what: Entity | "entry";
  readonly done: number;
  readonly total: number;
};

/** Writes the rows of a change. @param progress told whenever some of an entity's rows are written */
export async function writeRows(
  tx: Tx,
  written: readonly WrittenChange[],
  progress: (now: WriteProgress) => void,
): Promise<void> {
  for (const entity of entities) {
    const table = tables[entity];
    const own = written.filter(({ change }) => change.entity === entity);
    let done = 0;
    const execute = async (sql: string, texts: Iterable<string>) => {
      for (const { json, count } of jsonChunks(texts)) {
        await executeOn(tx, sql, { json, count });
        done += count;
        progress({ what: entity, done, total: own.length });
      }
    };
    const kept = own.filter(({ change }) => change.after);
    const text = (row: WrittenChange) => rowText(table, row);
    const gone = own.filter(({ change }) => !change.after);
    await execute(
      deleteSql(table),
      mapped(gone, ({ before }) => before.packed),
    );
    const changed = kept.filter(({ change }) => change.before);
    await execute(updateSql(table), mapped(changed, text));
    const added = kept.filter(({ change }) => !change.before);
    await execute(insertSql(table), mapped(added, text));
  }
}

async function executeOn(
  tx: Tx,
  sql: string,
  { json, count }: { json: string; count: number },
): Promise<void> {
  const written = await tx.$executeRawUnsafe(sql, json);
  if (written !== count) throw new Error(`${written} of ${count} rows written: ${sql}`);
}

function rowText(table: Table, { change, after }: WrittenChange): string {
  return table.derive && change.after
    ? canonicalize({ ...change.after, ...table.derive(change.after) })
    : after.packed;
}

function* mapped<Item, Result>(items: readonly Item[], map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item);
}
