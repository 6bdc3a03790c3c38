#!/usr/bin/env node
// Stands in for Prisma's native schema engine: the same command line, the same JSON-RPC on stdin and stdout,
// answered by the WebAssembly engine. prisma.config.ts names it, so that `npx prisma …` downloads nothing.
import fs from "node:fs";
import readline from "node:readline";

import pg from "pg";

import { createDatabase, dropDatabase, lastPanic, openEngine, plainUrl } from "./migration-engine.mjs";

const args = process.argv.slice(2);
const values = (name) => args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));
const address = JSON.parse(values("--datasource")[0] ?? "{}").url;

function report(level, message, extra) {
  const fields = { message, ...extra };
  const line = { timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** PostgreSQL's complaint under the code that Prisma's command line knows. */
function asPrismaError(error) {
  switch (error.code) {
    case "3D000":
      return { error_code: "P1003", message: `Database \`${plainUrl(address).database}\` does not exist` };
    case "28P01":
    case "28000":
      return {
        error_code: "P1000",
        message: `Authentication failed against the database server: ${error.message}`,
      };
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "ETIMEDOUT":
      return { error_code: "P1001", message: `Can't reach database server: ${error.message || error.code}` };
    default:
      return { error_code: "P1010", message: error.message || String(error) };
  }
}

const commands = {
  async "can-connect-to-database"() {
    const client = new pg.Client(plainUrl(address).url);
    await client.connect();
    await client.end();
  },
  "create-database": () => createDatabase(address),
  "drop-database": () => dropDatabase(address),
};

async function runCommand(name) {
  try {
    if (!commands[name]) throw new Error(`unknown command ${name}`);
    await commands[name]();
    return 0;
  } catch (error) {
    process.stderr.write("\n");
    const known = asPrismaError(error);
    report("ERROR", known.message, { is_panic: false, ...known });
    return 1;
  }
}

let opened;
function engine() {
  const datamodels = values("--datamodels").map((file) => [file, fs.readFileSync(file, "utf8")]);
  opened ??= openEngine(
    address ?? "postgresql://unset@127.0.0.1:1/unset",
    datamodels.length > 0 ? datamodels : undefined,
  );
  return opened;
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
let nextPrint = 1_000_000;

async function call(method, params) {
  if (method === "createDatabase") {
    return { databaseName: await createDatabase(params.datasource?.url ?? address) };
  }
  const loaded = await engine();
  if (method === "getDatabaseVersion") return loaded.version(params);
  if (typeof loaded[method] !== "function") throw new Error(`the schema engine has no ${method}`);
  const result = await loaded[method](params);
  if (method !== "diff") return result ?? {};
  send({ id: nextPrint++, method: "print", params: { content: result.stdout ?? "" } });
  return { exitCode: result.exitCode, stdout: null };
}

async function answer({ id, method, params = {} }) {
  try {
    send({ id, result: await call(method, params) });
  } catch (error) {
    const message = lastPanic() || String(error?.message ?? error);
    const data = {
      is_panic: lastPanic() !== "",
      message,
      meta: error?.meta ?? null,
      error_code: error?.code ?? null,
    };
    send({
      id,
      error: { code: 4466, message: "An error happened. Check the data field for details.", data },
    });
  }
}

function serve() {
  // A panic inside the WebAssembly comes up as an uncaught "unreachable": say so as the native engine does.
  process.on("uncaughtException", (error) => {
    const panic = lastPanic();
    report("ERROR", panic || String(error?.stack ?? error), { is_panic: panic !== "" });
    process.exitCode = panic ? 101 : 1;
    process.stderr.write("", () => process.exit());
  });
  let queue = Promise.resolve();
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    const request = line.trim() ? JSON.parse(line) : {};
    // A line without a method is the command line's answer to our "print".
    if (request.method) queue = queue.then(() => answer(request));
  });
  lines.on("close", () => queue.then(() => process.exit(0)));
}

const command = args.indexOf("cli");
if (command >= 0) process.exit(await runCommand(args[command + 1]));
else serve();
