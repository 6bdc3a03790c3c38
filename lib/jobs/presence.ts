import pg from "pg";

import { log } from "@/lib/log";

import { showPresenceSql } from "./store";

const retryAfter = 1000;

/**
 * Shows that this process takes jobs under these names, by locks that the database gives back the moment it ends. So
 * others know at once whose jobs nobody works on any more.
 */
export class Presence {
  readonly #names: string[] = [];
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(private readonly address: string) {}

  async start(names: readonly string[]): Promise<void> {
    this.#names.push(...names);
    await this.#connect();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.address,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    client.once("error", () => {
      this.#again(client);
    });
    try {
      await client.connect();
      for (const name of this.#names) await client.query(showPresenceSql, [name]);
      this.#client = client;
    } catch (error) {
      log.warn({ err: error }, "the worker could not show that it is there");
      this.#again(client);
    }
  }

  #again(client: pg.Client): void {
    this.#client = null;
    void client.end().catch(() => undefined);
    clearTimeout(this.#retry);
    if (!this.#stopped) this.#retry = setTimeout(() => void this.#connect(), retryAfter);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#client?.end();
  }
}
