import pg from "pg";

/** By which people who look at the database know the connection. */
export const applicationName = "aus3 snapshots";
/**
 * A database that says nothing for so many milliseconds, when it was asked something small, is taken for gone: where packets
 * just do not arrive any more, nobody says so. Four seconds, so that the third packet of a connection, which is sent after
 * three, still counts.
 */
const smallPatience = 4_000;
/** The same while all of the configuration is put together. */
const largePatience = 20_000;
const farewell = 1_000;

/** A connection that notices when it was cut off. */
export class RefreshConnection {
  readonly client: pg.Client;
  /** Never settles well: says why the connection ended. */
  readonly broken: Promise<never>;

  constructor(url: string) {
    this.client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: smallPatience,
      keepAlive: true,
      keepAliveInitialDelayMillis: smallPatience,
    });
    this.broken = new Promise((_, reject) => {
      this.client.on("error", reject);
      this.client.on("end", () => {
        reject(new Error("The connection to the database ended"));
      });
    });
    this.broken.catch(() => undefined);
  }

  /** Asks something, maybe something large. A silence ends the connection. */
  async ask<T>(question: (client: pg.Client) => Promise<T>, { isLarge = false } = {}): Promise<T> {
    const { stream } = this.client.connection;
    const patience = isLarge ? largePatience : smallPatience;
    const silence = setTimeout(() => {
      this.#cut(new Error(`The database said nothing for ${patience / 1_000} s`));
    }, patience);
    const heard = () => silence.refresh();
    stream.on("data", heard);
    try {
      return await question(this.client);
    } finally {
      clearTimeout(silence);
      stream.off("data", heard);
    }
  }

  /** Takes leave, if the database is still there to hear it. */
  async end(): Promise<void> {
    const unheard = setTimeout(() => {
      this.#cut();
    }, farewell);
    await this.client.end().catch(() => undefined);
    clearTimeout(unheard);
  }

  #cut(error?: Error): void {
    this.client.connection.stream.destroy(error);
  }
}
