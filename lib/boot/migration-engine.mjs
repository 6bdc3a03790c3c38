// Prisma's migration engine as Prisma publishes it on npm, in WebAssembly, on a `pg` connection: no download.
import crypto from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { parse } from "pg-connection-string";

const CATALOGUE_CHAR = 18;
const TEXT = 25;
const prismaParameters = ["schema", "connection_limit", "pool_timeout", "pgbouncer", "connect_timeout"];

// The engine reads PostgreSQL's one-byte catalogue type "char", which the adapter refuses: it passes as text,
// and the column gets its true type afterwards.
const charColumns = new WeakMap();
const addFields = pg.Result.prototype.addFields;
pg.Result.prototype.addFields = function addFieldsWithChar(fields) {
  const found = fields.flatMap((field, index) => (field.dataTypeID === CATALOGUE_CHAR ? [index] : []));
  for (const index of found) fields[index].dataTypeID = TEXT;
  if (found.length > 0) charColumns.set(this.rows, found);
  return addFields.call(this, fields);
};

function withCharColumns(queryable) {
  const { queryRaw, startTransaction } = queryable;
  queryable.queryRaw = async (query) => {
    const result = await queryRaw.call(queryable, query);
    for (const index of charColumns.get(result.rows) ?? []) {
      result.columnTypes[index] = ColumnTypeEnum.Character;
    }
    return result;
  };
  if (startTransaction) {
    queryable.startTransaction = async (level) =>
      withCharColumns(await startTransaction.call(queryable, level));
  }
  return queryable;
}

// The adapter cuts a script at every semicolon, inside function bodies too: the server splits it right by itself.
function withWholeScripts(adapter) {
  adapter.executeScript = async (script) => {
    await adapter.client.query(script).catch((error) => adapter.onError(error));
  };
  return adapter;
}

/** Takes what only Prisma understands out of a database's address. */
export function plainUrl(address) {
  const url = new URL(address);
  const schema = url.searchParams.get("schema") ?? undefined;
  for (const name of prismaParameters) url.searchParams.delete(name);
  return { url: url.toString(), schema, database: decodeURIComponent(url.pathname.slice(1)) };
}

/** Does something on the server's own database, where other databases are made and dropped. */
export async function asMaintenance(address, action) {
  const { url, database } = plainUrl(address);
  const server = new URL(url);
  server.pathname = "/postgres";
  const client = new pg.Client(server.toString());
  await client.connect();
  try {
    return await action(client, database);
  } finally {
    await client.end();
  }
}

export function createDatabase(address) {
  return asMaintenance(address, async (client, database) => {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    return database;
  });
}

export function dropDatabase(address) {
  return asMaintenance(address, (client, database) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(database)} WITH (FORCE)`),
  );
}

// The adapter's own shadow database is the live one when it is given a connection string; hence this one.
function adapterFactory(address) {
  const { url, schema } = plainUrl(address);
  const settings = { ...parse(url), max: 2 };
  const connect = async (database) =>
    withWholeScripts(withCharColumns(await new PrismaPg({ ...settings, database }, { schema }).connect()));
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(settings.database),
    async connectToShadowDb() {
      const shadow = new URL(url);
      shadow.pathname = `/prisma_shadow_${crypto.randomUUID()}`;
      const name = await createDatabase(shadow.toString());
      const adapter = await connect(name);
      const dispose = adapter.dispose.bind(adapter);
      adapter.dispose = async () => {
        await dispose();
        await dropDatabase(shadow.toString());
      };
      return adapter;
    },
  };
}

let panic = "";

/** What the engine said when it gave up; empty if it has not. */
export const lastPanic = () => panic;

async function loadEngine() {
  // Without a place to leave its last words a panicking engine ends in silence.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = message) };
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const home = path.dirname(
    createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg"),
  );
  const { instance } = await WebAssembly.instantiate(
    fs.readFileSync(path.join(home, "schema_engine_bg.wasm")),
    { "./schema_engine_bg.js": bindings },
  );
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/** @param datamodels pairs of a schema file's name and content */
export async function openEngine(address, datamodels) {
  const SchemaEngine = await loadEngine();
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(address));
  return SchemaEngine.new({ datamodels }, () => undefined, factory);
}
