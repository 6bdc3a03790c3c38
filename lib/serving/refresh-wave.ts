import type { Client } from "pg";

import { log } from "@/lib/log";
import { readGated } from "@/lib/nodes/store-gated";
import { passageOf, type Held, type Passage, type Said } from "@/lib/nodes/wave-gate";

import { isInHistory, rows, type Head, type ServedRows } from "./refresh-rows";

/** By what the database tells of verdicts. */
export const verdictChannel = "aus_waves";

export type Passed =
  | Extract<Passage, { kind: "take" }>
  /** Which shut-offs are served meanwhile knows who serves them. */
  | { readonly kind: "hold"; readonly held: Omit<Held, "shutOffs"> };

/** Keeps what a node serves behind what canaries have seen; it waits for them a bounded time. */
export class Wave {
  readonly #patience: number;
  /** When the wait began, by `performance.now()`; null: nothing is waited for. */
  #since: number | null = null;
  #problem: string | null = null;
  /** What is waited for, by what is served and what is newest: it is asked again every second. */
  #known: { readonly key: string; readonly gated: Head | null } | null = null;

  /** @param patience milliseconds that a revision waits at most for what canaries say */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Whether the newest revision may be served by who serves `known`. */
  async passage(client: Client, known: ServedRows, head: Head): Promise<Passed> {
    const gated = await this.#gated(client, known.head, head);
    if (gated === null) return this.#taken(false);
    const heard = await this.#hear(client, gated);
    this.#since ??= performance.now();
    const waited = performance.now() - this.#since;
    const passage = passageOf({ ...heard, waited, patience: this.#patience });
    if (passage.kind === "take") return this.#taken(passage.unchecked);
    const said = { patience: this.#patience, problem: this.#problem, revision: gated.revision };
    if (passage.kind === "wait") return { kind: "hold", held: { ...said, kind: "waits", by: [] } };
    // What follows it is waited for anew.
    this.#since = null;
    return { kind: "hold", held: { ...said, kind: "stopped", by: passage.by } };
  }

  async #gated(client: Client, known: Head, head: Head): Promise<Head | null> {
    const key = `${known.hash}\n${head.hash}`;
    if (this.#known?.key === key) return this.#known.gated;
    const since = (await isInHistory(client, known)) ? known.revision : 0;
    const gated = await readGated(client, since);
    this.#known = { key, gated };
    return gated;
  }

  #taken(unchecked: boolean): Passed {
    this.#since = null;
    return { kind: "take", unchecked };
  }

  /** A database that does not show what canaries say leaves the node to wait for its time. */
  async #hear(client: Client, gated: Head): Promise<{ verdicts: readonly Said[]; released: boolean }> {
    try {
      const heard = await readVerdicts(client, gated);
      this.#problem = null;
      return heard;
    } catch (error) {
      if (!isMissing(error)) throw error;
      if (this.#problem === null) log.error({ err: error }, "what canaries say can't be read");
      this.#problem = error.message;
      return { verdicts: [], released: false };
    }
  }
}

/** A table that is not there, or not for this user. */
function isMissing(error: unknown): error is Error {
  const { code } = error as { code?: string };
  return code === "42501" || code === "42P01";
}

async function readVerdicts(
  client: Client,
  { revision, hash }: Head,
): Promise<{ verdicts: readonly Said[]; released: boolean }> {
  const verdicts = await rows<Said>(
    client,
    "SELECT node, passed FROM wave_verdicts WHERE revision = $1 AND hash = $2",
    [revision, hash],
  );
  const released = await rows(client, "SELECT FROM wave_releases WHERE revision = $1 AND hash = $2", [
    revision,
    hash,
  ]);
  return { verdicts, released: released.length > 0 };
}
