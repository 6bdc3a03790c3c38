import { setTimeout as pause } from "node:timers/promises";

import { expectAnswers } from "@/lib/analysis/expected-answers";
import { askFor, revisionOf, wrongInWords } from "@/lib/analysis/service-ask-node";
import { checkWave, faultsInAnswers } from "@/lib/analysis/wave-check";
import type { Snapshot } from "@/lib/decision/snapshot";
import { nodeEnv } from "@/lib/env";
import { log, logDefect } from "@/lib/log";
import { ownAddress } from "@/lib/nodes/own-address";
import { mostTold, type FoundByCanary, type Verdict } from "@/lib/nodes/verdict";

import { readQuestion, type Question } from "./canary-questions";
import { SnapshotSource } from "./refresh";
import type { Head } from "./refresh-rows";

/** How many client states the node is asked for. */
const mostAsked = 200;
/** Milliseconds that asking may take. */
const askingTakes = 5_000;
/** The processes of a node follow a replica within a second of each other. */
const catchUp = 1_200;
const attempts = 3;
/** Until the node answers from what the database has. */
const soon = 100;
const afterTrouble = 2_000;
const untilChanged = 2 ** 31 - 1;

/** Checks each new revision as soon as its node answers from it, in a process of its own. */
class Canary {
  readonly #url: string;
  readonly #node: string;
  readonly #source: SnapshotSource;
  #changed = new AbortController();
  #last: Verdict | null = null;
  #complaint: string | null = null;

  constructor(url: string, node: string) {
    this.#url = url;
    this.#node = node;
    this.#source = new SnapshotSource(url, {
      onChange: () => {
        this.#changed.abort();
      },
    });
  }

  async run(): Promise<never> {
    await this.#source.ready;
    for (;;) {
      this.#changed = new AbortController();
      const { signal } = this.#changed;
      const wait = await this.#look().catch((error: unknown) => this.#complain(error));
      await pause(wait, null, { signal }).catch(() => undefined);
    }
  }

  /** Once, however often it is tried in vain. */
  #complain(error: unknown): number {
    const said = String(error);
    if (said !== this.#complaint) log.warn({ err: error }, "the newest revision can't be checked yet");
    this.#complaint = said;
    return afterTrouble;
  }

  /** @returns in how many milliseconds it is to be done again, unless something changes */
  async #look(): Promise<number> {
    const question = await readQuestion(this.#url, mostAsked / 2);
    const { head, gated } = question;
    if (head.hash !== this.#source.state.head?.hash) return soon;
    if (gated === null || this.#hasPassed(gated)) return untilChanged;
    const snapshot = this.#source.current();
    if ((await revisionOf(this.#node)) < snapshot.revision) return soon;
    const verdict = await this.#check(snapshot, gated, question);
    if (verdict === null) return soon;
    this.#last = verdict;
    this.#complaint = null;
    tell(verdict);
    return untilChanged;
  }

  /** What has not may still, by what decides nothing for clients: an invariant that is mended, for instance. */
  #hasPassed({ hash }: Head): boolean {
    return this.#last?.hash === hash && this.#last.passed;
  }

  /** Null: the node answers from something else already. */
  async #check(snapshot: Snapshot, gated: Head, question: Question): Promise<Verdict | null> {
    const { invariants, failures, warnings, broken } = checkWave(snapshot.input, question);
    const answers = await this.#checkAnswers(snapshot, question);
    if (answers === null) return null;
    const all = [...answers.found, ...failures].slice(0, mostTold);
    const passed = all.length === 0;
    return { ...gated, passed, invariants, answers: answers.asked, failures: all, warnings, broken };
  }

  async #checkAnswers(
    snapshot: Snapshot,
    { observed }: Question,
  ): Promise<{ asked: number; found: FoundByCanary[] } | null> {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const expected = expectAnswers(snapshot, { most: mostAsked, seed, observed });
    const until = performance.now() + askingTakes;
    const { asked, wrong: first } = await askFor(this.#node, expected, until);
    let wrong = first;
    for (let attempt = 1; wrong.length > 0 && attempt < attempts; attempt++) {
      await pause(catchUp);
      if (this.#source.current() !== snapshot) return null;
      ({ wrong } = await askFor(this.#node, wrong));
    }
    const faults = faultsInAnswers(snapshot, asked);
    const differing = wrongInWords(asked, wrong).map(({ severity: _severity, ...one }) => one);
    return { asked: asked.length, found: [...differing, ...faults] };
  }
}

function tell(verdict: Verdict): void {
  const { revision, passed, failures } = verdict;
  if (passed) log.info({ revision }, "a revision was checked for the other nodes");
  else log.error({ revision, failures }, "a revision is wrong: nodes that wait for canaries keep off");
  process.send?.(verdict);
}

process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
process.on("unhandledRejection", (error) => {
  logDefect(error, "a promise was rejected and nobody listened");
});

const { REPLICA_URL, DATABASE_URL = "", HOST, PORT } = nodeEnv();
await new Canary(REPLICA_URL ?? DATABASE_URL, ownAddress(HOST, PORT)).run();
