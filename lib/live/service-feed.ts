import pg from "pg";

import { log } from "@/lib/log";

/** What the database told: a revision was enacted, a change set moved, or something may have been missed. */
export type Told =
  | { readonly kind: "revision"; readonly id: number }
  | { readonly kind: "change-set"; readonly id: number }
  | { readonly kind: "missed" };

const channels = { aus_revision: "revision", aus_change_sets: "change-set" } as const;
const firstPause = 100;
const longestPause = 5_000;

/** One connection that listens for all who watch. It is there only while somebody does. */
export class ChangeFeed {
  readonly #url: string;
  readonly #listeners = new Set<(told: Told) => void>();
  #client: pg.Client | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pause = firstPause;

  /** @param url the address of the database */
  constructor(url: string) {
    this.#url = url;
  }

  /** @returns how to stop */
  subscribe(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#client && !this.#retry) void this.#connect();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#disconnect();
    };
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "aus3 watchers",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    this.#client = client;
    client.on("error", () => {
      this.#lost(client);
    });
    client.on("end", () => {
      this.#lost(client);
    });
    client.on("notification", ({ channel, payload }) => {
      const kind = channels[channel as keyof typeof channels];
      this.#tell({ kind, id: Number(payload) });
    });
    try {
      await client.connect();
      for (const channel of Object.keys(channels)) await client.query(`LISTEN ${channel}`);
      this.#pause = firstPause;
      this.#tell({ kind: "missed" });
    } catch (error) {
      log.debug({ err: error }, "the watchers' connection failed");
      this.#lost(client);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => undefined);
    if (this.#listeners.size === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      if (this.#listeners.size > 0) void this.#connect();
    }, this.#pause);
    this.#retry.unref();
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  #disconnect(): void {
    const client = this.#client;
    this.#client = null;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    client?.end().catch(() => undefined);
  }

  #tell(told: Told): void {
    for (const listener of this.#listeners) listener(told);
  }
}
