import pg from "pg";

import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { log } from "@/lib/log";

import { readHead, readRows, toSnapshotInput, type ServedRows } from "./refresh-rows";

/** By which people who look at the database know the connection. */
export const applicationName = "aus3 snapshots";
/** How long a missed notification can go unnoticed, in milliseconds. */
const pollEvery = 1_000;
const firstPause = 100;
const longestPause = 5_000;
/** A database that says nothing for this long is taken for gone. */
const patience = 60_000;

/**
 * Keeps the newest snapshot: told by the database of every enacted change, it reads what changed and compiles
 * it. While the database is away the last snapshot stays.
 */
export class SnapshotSource {
  /** Settles when there is a first snapshot. */
  readonly ready: Promise<void>;
  readonly #url: string;
  readonly #running: Promise<void>;
  #isReady!: () => void;
  #closed = false;
  #wake: () => void = () => undefined;
  #rows: ServedRows | null = null;
  #snapshot: Snapshot | null = null;
  #since = 0;

  /** @param url the address of the database */
  constructor(url: string) {
    this.#url = url;
    this.ready = new Promise((resolve) => (this.#isReady = resolve));
    this.#running = this.#run();
  }

  /** @throws Error before `ready` */
  current(): Snapshot {
    if (!this.#snapshot) throw new Error("The first snapshot has not been read yet");
    return this.#snapshot;
  }

  /** When the current snapshot was taken into service, in milliseconds since 1970. */
  since(): number {
    return this.#since;
  }

  /** Stops following the database. The last snapshot stays. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = firstPause;
    while (!this.#closed) {
      try {
        await this.#follow(() => (pause = firstPause));
      } catch (error) {
        log.warn({ err: error, retryIn: pause }, "the database is away; serving the last snapshot");
        await this.#rest(pause);
        pause = Math.min(pause * 2, longestPause);
      }
    }
  }

  /** Refreshes whenever there is a newer revision, until closed or the connection breaks. */
  async #follow(onSuccess: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: applicationName,
      connectionTimeoutMillis: 5_000,
      query_timeout: patience,
      keepAlive: true,
    });
    const broken = new Promise<never>((_, reject) => {
      client.on("error", reject);
      client.on("end", () => {
        reject(new Error("The connection to the database ended"));
      });
    });
    broken.catch(() => undefined);
    client.on("notification", () => {
      this.#wake();
    });
    try {
      await client.connect();
      await client.query("LISTEN aus_revision");
      while (!this.#closed) {
        const told = this.#rest(pollEvery);
        const { hash } = await readHead(client);
        if (this.#rows?.head.hash !== hash) await this.#refresh(client);
        onSuccess();
        await Promise.race([told, broken]);
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #refresh(client: pg.Client): Promise<void> {
    const rows = await readRows(client, this.#rows);
    this.#snapshot = compileSnapshot(toSnapshotInput(rows));
    this.#since = Date.now();
    this.#rows = rows;
    this.#isReady();
  }

  /** Waits, but not longer than until somebody calls `#wake`. */
  #rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
