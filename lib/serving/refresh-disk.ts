import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { log } from "@/lib/log";

import {
  isOlder,
  markOf,
  openMark,
  sealMark,
  snapshotKey,
  SnapshotPacker,
  UnusableSnapshot,
  type Mark,
  type Unusable,
} from "./refresh-format";
import { shutOffsHead, type ServedRows } from "./refresh-rows";

/** A kept snapshot that was not served from, and why. */
export type Refused = { readonly at: Date; readonly reason: Unusable; readonly detail: string };

export type DiskState = {
  /** The revision that lies on the disk; null: none that could be used. */
  readonly revision: number | null;
  /** Why the newest snapshot could not be written; null: it was, or will be. */
  readonly problem: string | null;
};

type Options = {
  readonly directory: string;
  readonly secret: string;
  /** False: only reads what another process of the node writes and tells of. */
  readonly writes?: boolean;
};

/** Writing takes at most about a tenth of the time, however large and frequent revisions are. */
const pauseFor = (took: number) => Math.min(Math.max(1_000, took * 10), 60_000);
/** Milliseconds after which what could not be written is tried again. */
const againAfter = 5_000;

/**
 * Keeps the newest snapshot on disk, and the one before it, for a start without the database. It never throws:
 * whatever is wrong with the disk, clients are answered from memory.
 */
export class SnapshotDisk {
  readonly #newest: string;
  readonly #previous: string;
  readonly #mark: string;
  readonly #directory: string;
  readonly #key: Buffer;
  readonly #writes: boolean;
  readonly #packer = new SnapshotPacker();
  readonly #refused: Refused[] = [];
  #state: DiskState = { revision: null, problem: null };
  /** Tells what lies there from everything else; empty: nothing usable. */
  #kept = "";
  #wanted: ServedRows | null = null;
  #writing: Promise<void> | null = null;
  readonly #hurry = new AbortController();

  constructor({ directory, secret, writes = true }: Options) {
    this.#directory = directory;
    this.#newest = path.join(directory, "newest");
    this.#previous = path.join(directory, "previous");
    this.#mark = path.join(directory, "served");
    this.#key = snapshotKey(secret);
    this.#writes = writes;
  }

  get state(): DiskState {
    return this.#state;
  }

  /** What lay here and was not taken. */
  get refused(): readonly Refused[] {
    return this.#refused;
  }

  /** The newest snapshot that is whole, authentic and not older than what was served before; null: there is none. */
  async load(): Promise<ServedRows | null> {
    const served = await this.#tried(this.#mark, (bytes) => openMark(bytes.toString(), this.#key));
    for (const file of [this.#newest, this.#previous]) {
      const rows = await this.#tried(file, (bytes) => this.#open(bytes, served));
      if (!rows) continue;
      this.#state = { ...this.#state, revision: rows.head.revision };
      this.#kept = identityOf(rows);
      return rows;
    }
    return null;
  }

  /** Writes rows when there is time for it; of several the last ones. */
  save(rows: ServedRows): void {
    if (!this.#writes || identityOf(rows) === this.#kept) return;
    this.#wanted = rows;
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    this.#hurry.abort();
    await this.#writing;
  }

  #open(bytes: Buffer, served: Mark | null): ServedRows {
    const { rows } = this.#packer.open(bytes, this.#key);
    if (served !== null && isOlder(rows, served)) {
      const since = Math.max(served.revision, served.shutOffs ?? 0);
      const detail = `it is of revision ${shutOffsHead(rows).revision}; revision ${since} has been served since`;
      throw new UnusableSnapshot("older", detail);
    }
    return rows;
  }

  /** @returns null when the file is not there or can't be used */
  async #tried<T>(file: string, open: (bytes: Buffer) => T): Promise<T | null> {
    try {
      return open(await fs.readFile(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.#refuse(file, error);
      return null;
    }
  }

  #refuse(file: string, error: unknown): void {
    const reason = error instanceof UnusableSnapshot ? error.reason : "unreadable";
    const detail = `${path.basename(file)}: ${error instanceof Error ? error.message : String(error)}`;
    if (this.#writes) log.error({ file, reason, detail }, "a kept snapshot was refused");
    this.#refused.push({ at: new Date(), reason, detail });
  }

  async #write(): Promise<void> {
    while (this.#wanted) {
      const rows = this.#wanted;
      this.#wanted = null;
      const began = performance.now();
      const isWritten = await this.#put(rows);
      const { signal } = this.#hurry;
      if (!isWritten && !signal.aborted) this.#wanted ??= rows;
      const pause = isWritten ? pauseFor(performance.now() - began) : againAfter;
      await setTimeout(pause, null, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** @returns whether it lies there now */
  async #put(rows: ServedRows): Promise<boolean> {
    const draft = path.join(this.#directory, "draft");
    try {
      await fs.mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await writeWhole(draft, await this.#packer.seal(rows, this.#key, new Date()));
      await fs.rename(this.#newest, this.#previous).catch(ifThere);
      await fs.rename(draft, this.#newest);
      await writeWhole(draft, [Buffer.from(sealMark(markOf(rows), this.#key))]);
      await fs.rename(draft, this.#mark);
      this.#state = { revision: rows.head.revision, problem: null };
      this.#kept = identityOf(rows);
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (this.#state.problem === null) {
        log.error({ err: error }, "the snapshot could not be kept on disk; clients are answered from memory");
      }
      this.#state = { ...this.#state, problem };
      await fs.rm(draft, { force: true }).catch(() => undefined);
      return false;
    }
  }
}

const identityOf = (rows: ServedRows) => `${rows.head.hash}\n${shutOffsHead(rows).hash}`;

async function writeWhole(file: string, pieces: readonly Buffer[]): Promise<void> {
  const handle = await fs.open(file, "w", 0o600);
  try {
    await fs.writeFile(handle, pieces);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ifThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
