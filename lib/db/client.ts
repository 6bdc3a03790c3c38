import { AsyncLocalStorage } from "node:async_hooks";

import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

import { env } from "@/lib/env";

import { PrismaClient, type Prisma } from "./generated/client";

declare const inTransaction: unique symbol;

/** Where a read runs: on its own, or inside the caller's transaction. */
export type Db = Prisma.TransactionClient;

/** A connection inside a transaction. Only `transaction` makes one, and every write asks for one. */
export type Tx = Db & { readonly [inTransaction]: true };

// A development server reloads this module on every edit; one pool must outlive the reloads.
const shared = globalThis as { ausDatabase?: PrismaClient; ausConnections?: pg.Pool };

/** The pool itself, for libraries that bring their own queries. */
export function connections(): pg.Pool {
  if (shared.ausConnections) return shared.ausConnections;
  const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 10 });
  // An idle connection that breaks is replaced; the query that needs one tells if there is none to be had.
  pool.on("error", () => undefined);
  // One that is lent for long, to listen, breaks as well: whoever has it finds out with the next query.
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  return (shared.ausConnections = pool);
}

function client(): PrismaClient {
  return (shared.ausDatabase ??= new PrismaClient({
    adapter: new PrismaPg(connections()),
  }));
}

/** The transaction that everything runs in that `rehearse` was given. */
const rehearsal = new AsyncLocalStorage<Tx>();

/** The database, for a read on its own. */
export function db(): Db {
  return rehearsal.getStore() ?? client();
}

/** Runs `work` so that all of its writes happen, or none. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const rehearsed = rehearsal.getStore();
  if (rehearsed) return work(rehearsed);
  // Changes queue for the head, and an import of a large configuration takes its time.
  return client().$transaction((tx) => work(tx as Tx), { maxWait: 120_000, timeout: 600_000 });
}

/** Runs reads that all see one and the same state. */
export function consistently<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const rehearsed = rehearsal.getStore();
  if (rehearsed) return work(rehearsed);
  return client().$transaction(work, {
    isolationLevel: "RepeatableRead",
    maxWait: 120_000,
    timeout: 600_000,
  });
}

/**
 * Runs `work` to learn what would come of it, and takes back whatever it wrote: its transactions are one, which fails.
 * Numbers that it drew are used up.
 */
export async function rehearse<T>(work: () => Promise<T>): Promise<T> {
  const outcome: { value?: T } = {};
  const over = new Error("The rehearsal is over");
  try {
    await transaction(async (tx) => {
      outcome.value = await rehearsal.run(tx, work);
      throw over;
    });
  } catch (error) {
    if (error !== over) throw error;
  }
  return outcome.value as T;
}

/** Ends all connections, so that the process can end. */
export async function disconnect(): Promise<void> {
  await shared.ausDatabase?.$disconnect();
  delete shared.ausDatabase;
  await shared.ausConnections?.end();
  delete shared.ausConnections;
}
