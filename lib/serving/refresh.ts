import type { Client } from "pg";

import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { log } from "@/lib/log";
import type { Held } from "@/lib/nodes/wave-gate";

import { RefreshConnection } from "./refresh-connection";
import type { SnapshotDisk } from "./refresh-disk";
import { readPulse, type Pulse } from "./refresh-pulse";
import {
  readRows,
  readShutOffs,
  shutOffsHead,
  toSnapshotInput,
  type Head,
  type ServedRows,
} from "./refresh-rows";
import { nowHolding, nowServing, noState, type SourceState } from "./refresh-state";
import { verdictChannel, Wave, type Passed } from "./refresh-wave";

/** How long a missed notification can go unnoticed, in milliseconds; a replica gives none. */
const pollEvery = 1_000;
const firstPause = 100;
/** A revision should be everywhere within seconds of the database's return. */
const longestPause = 1_000;
/** How long a start waits for the database before clients are answered from the snapshot on disk. */
const waitsForDatabase = 2_000;

type Options = {
  /** Keeps snapshots for a start without the database; null: nothing does. */
  readonly disk?: SnapshotDisk | null;
  /** Called whenever clients begin to be answered from something else. */
  readonly onChange?: () => void;
  /** Milliseconds that a new revision waits at most for what canaries say of it; 0: it waits for nobody. */
  readonly waitForCanaries?: number;
};

type Serving = {
  readonly fromDisk: boolean;
  /** It is taken though no canary said anything. */
  readonly unchecked?: boolean;
  /** What is not served. */
  readonly held?: Held | null;
};

/**
 * Keeps the newest snapshot: told by the database of every enacted change, it reads what changed and compiles
 * it. While the database is away the last snapshot stays, and a start takes the one on disk.
 */
export class SnapshotSource {
  /** Settles when there is a first snapshot. */
  readonly ready: Promise<void>;
  readonly #url: string;
  readonly #disk: SnapshotDisk | null;
  readonly #onChange: () => void;
  readonly #wave: Wave | null;
  readonly #running: Promise<void>;
  #isReady!: () => void;
  #closed = false;
  #wake: () => void = () => undefined;
  /** Of the newest snapshot, or of the one on disk while nothing better is known. */
  #rows: ServedRows | null = null;
  #snapshot: Snapshot | null = null;
  #since = 0;
  #state = noState;

  /** @param url the address of the database */
  constructor(url: string, { disk = null, onChange = () => undefined, waitForCanaries = 0 }: Options = {}) {
    this.#url = url;
    this.#disk = disk;
    this.#onChange = onChange;
    this.#wave = waitForCanaries > 0 ? new Wave(waitForCanaries) : null;
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

  get state(): SourceState {
    return this.#state;
  }

  /** Stops following the database. The last snapshot stays. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#running;
    await this.#disk?.close();
  }

  async #run(): Promise<void> {
    this.#rows = (await this.#disk?.load()) ?? null;
    const waited = setTimeout(() => {
      this.#serveKept();
    }, waitsForDatabase);
    let pause = firstPause;
    while (!this.#closed) {
      try {
        await this.#follow(() => (pause = firstPause));
      } catch (error) {
        this.#serveKept();
        this.#noteAway(error);
        await this.#rest(pause);
        pause = Math.min(pause * 2, longestPause);
      }
    }
    clearTimeout(waited);
  }

  #noteAway(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    // It is tried again every second: that is told once.
    const level = this.#state.problem === problem ? "debug" : "warn";
    log[level]({ err: error }, "the database is away; serving the last snapshot");
    this.#state = { ...this.#state, problem };
  }

  /** Refreshes whenever there is a newer revision, until closed or the connection breaks. */
  async #follow(onSuccess: () => void): Promise<void> {
    const connection = new RefreshConnection(this.#url);
    connection.client.on("notification", () => {
      this.#wake();
    });
    let listens = false;
    try {
      await connection.client.connect();
      while (!this.#closed) {
        const told = this.#rest(pollEvery);
        const pulse = await connection.ask(readPulse);
        // A replica refuses to listen, until it is made the primary.
        if (!listens && !pulse.isReplica) {
          await connection.ask((client) => client.query(`LISTEN aus_revision; LISTEN ${verdictChannel}`));
          listens = true;
          continue;
        }
        await connection.ask((client) => this.#take(client, pulse), { isLarge: true });
        onSuccess();
        await Promise.race([told, connection.broken]);
      }
    } finally {
      await connection.end();
    }
  }

  async #take(client: Client, { head, isReplica, lag }: Pulse): Promise<void> {
    const known = this.#rows && shutOffsHead(this.#rows);
    if (isReplica && known !== null && head.revision < known.revision) {
      this.#refuseOlder(head.revision, known.revision);
    } else {
      if (!this.#rows || !isOf(this.#rows, head)) await this.#refresh(client, head);
      else if (!this.#snapshot) this.#serve(this.#rows, { fromDisk: false });
      const checkedAt = performance.now();
      this.#state = { ...this.#state, fromDisk: false, checkedAt, olderRevision: null };
    }
    this.#state = { ...this.#state, problem: null, isReplica, replicaLag: lag };
  }

  async #refresh(client: Client, head: Head): Promise<void> {
    const { revision } = head;
    const served = this.#rows?.head.revision ?? 0;
    if (revision < served) log.warn({ revision, served }, "the database was put back, or is another one");
    const passed = await this.#passage(client, head);
    if (passed.kind === "hold") {
      await this.#hold(client, head, passed.held);
      return;
    }
    const rows = await readRows(client, this.#rows);
    // What was enacted since then has not been let pass: it is asked for at once.
    if (this.#wave && this.#rows && rows.head.hash !== head.hash) this.#wake();
    else this.#serve(rows, { fromDisk: false, unchecked: passed.unchecked });
  }

  /** Where nothing is served yet, anything is better. */
  async #passage(client: Client, head: Head): Promise<Passed> {
    if (this.#wave && this.#rows) return this.#wave.passage(client, this.#rows, head);
    if (this.#wave) log.warn("no snapshot is there to serve: the newest is taken without asking canaries");
    return { kind: "take", unchecked: false };
  }

  /** Goes on serving what is served, with the newest shut-offs: these never wait. */
  async #hold(client: Client, head: Head, held: Extract<Passed, { kind: "hold" }>["held"]): Promise<void> {
    let rows = this.#rows;
    if (!rows) return;
    if (shutOffsHead(rows).hash !== head.hash) rows = await readShutOffs(client, rows);
    const isNews = this.#state.held?.revision !== held.revision || this.#state.held.kind !== held.kind;
    if (isNews) tell(held);
    const whole = { ...held, shutOffs: shutOffsHead(rows).revision };
    if (!this.#snapshot || rows !== this.#rows) this.#serve(rows, { fromDisk: false, held: whole });
    else this.#state = nowHolding({ ...this.#state, fromDisk: false }, whole);
    if (isNews) this.#onChange();
  }

  /** A replica that is behind what was served already, here or before a restart. */
  #refuseOlder(revision: number, served: number): void {
    this.#serveKept();
    if (this.#state.olderRevision === null) {
      log.error({ revision, served }, "the replica is behind what is served; its older revision is refused");
    }
    this.#state = { ...this.#state, olderRevision: revision };
  }

  /** Answers clients from what lay on disk, unless there is something better already. */
  #serveKept(): void {
    if (this.#snapshot || !this.#rows) return;
    this.#serve(this.#rows, { fromDisk: true });
    log.warn({ revision: this.#rows.head.revision }, "serving the snapshot that was kept on disk");
  }

  #serve(rows: ServedRows, { fromDisk, unchecked = false, held = null }: Serving): void {
    this.#snapshot = compileSnapshot(toSnapshotInput(rows));
    this.#since = Date.now();
    this.#rows = rows;
    const state = nowServing(this.#state, rows.head, { fromDisk, unchecked });
    this.#state = held ? nowHolding(state, held) : { ...state, held };
    if (!fromDisk) this.#disk?.save(rows);
    this.#isReady();
    this.#onChange();
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

/** Whether rows are of a revision in whole: their shut-offs may be of a later one, or of another history. */
function isOf(rows: ServedRows, { hash }: Head): boolean {
  return rows.head.hash === hash && shutOffsHead(rows).hash === hash;
}

function tell({ kind, revision, by }: Omit<Held, "shutOffs">): void {
  if (kind === "waits") log.info({ revision }, "a revision waits for canaries");
  else log.error({ revision, by }, "a revision is held back, as canaries found it wrong");
}
