import ipaddr from "ipaddr.js";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import { programVersion } from "@/lib/program-version";

import type { Answer, AnswerKind, ClientRequest } from "./answer";

/** One request in so many is timed. */
const timedEvery = 64;

const kinds: readonly AnswerKind[] = [
  "update",
  "nothing",
  "desupport",
  "addons",
  "json",
  "unreadable",
  "refused",
];

/** What a node knows of itself at the time of asking. */
export type NodeFigures = {
  readonly revision: number;
  /** When the snapshot was taken into service, in milliseconds since 1970. */
  readonly since: number;
  /** Whether its other processes run; null: it has none. */
  readonly pages: boolean | null;
  readonly worker: boolean | null;
  /** How many jobs wait for their time or a worker, and how many of them can't be done any more; null: not known. */
  readonly queue: { readonly waiting: number; readonly stuck: number } | null;
};

/** What this node does, in figures. Labels are few and never come from clients. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<AnswerKind, number>;
  #notModified = 0;
  #signingFailures = 0;
  #asked = 0;
  readonly #durations: Histogram;

  readonly #whole: () => Promise<string>;

  /** @param wholeOf what tells the figures of a node with several processes, given those of this one */
  constructor(
    figures: () => NodeFigures,
    wholeOf: (own: Registry) => () => Promise<string> = (own) => () => own.metrics(),
  ) {
    const registers = [this.#registry];
    this.#whole = wholeOf(this.#registry);
    collectDefaultMetrics({ register: this.#registry, prefix: "aus_" });
    this.#durations = new Histogram({
      name: "aus_answer_seconds",
      help: `Time to decide and render an answer, of one request in ${timedEvery}`,
      buckets: [0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.001, 0.01, 0.1],
      registers,
    });
    this.#countAnswers();
    this.#showFigures(figures);
  }

  /** Counts what is answered. The same function goes on answering. */
  counting(answer: (request: ClientRequest) => Answer): (request: ClientRequest) => Answer {
    return (request) => {
      if (++this.#asked % timedEvery !== 0) {
        const plain = answer(request);
        this.#counts[plain.kind]++;
        return plain;
      }
      const began = performance.now();
      const timed = answer(request);
      this.#durations.observe((performance.now() - began) / 1000);
      this.#counts[timed.kind]++;
      return timed;
    };
  }

  /** One of the answers that were counted was not sent again. */
  countNotModified(): void {
    this.#notModified++;
  }

  /** A signing service gave no signature. */
  countSigningFailure(): void {
    this.#signingFailures++;
  }

  async text(): Promise<{ type: string; body: string }> {
    return { type: this.#registry.contentType, body: await this.#whole() };
  }

  #countAnswers(): void {
    const registers = [this.#registry];
    const counts = this.#counts;
    new Counter({
      name: "aus_answers_total",
      help: "Answers to clients by what they say",
      labelNames: ["kind"],
      registers,
      // Counted without the library, which would take longer than deciding.
      collect() {
        this.reset();
        for (const kind of kinds) this.inc({ kind }, counts[kind]);
      },
    });
    this.#total(
      "aus_not_modified_total",
      "Answers that were not sent because the client or cache had them",
      () => {
        return this.#notModified;
      },
    );
    this.#total(
      "aus_signing_failures_total",
      "Requests to a signing service that brought no signature",
      () => {
        return this.#signingFailures;
      },
    );
  }

  #total(name: string, help: string, value: () => number): void {
    new Counter({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  }

  #showFigures(figures: () => NodeFigures): void {
    this.#show("aus_snapshot_revision", "The revision that clients are answered from", () => {
      return figures().revision;
    });
    this.#show("aus_snapshot_age_seconds", "For how long clients have been answered from it", () => {
      return (Date.now() - figures().since) / 1000;
    });
    this.#show("aus_pages_up", "Whether pages and API are served", () => asNumber(figures().pages));
    this.#show("aus_worker_up", "Whether this node works on what is due", () => asNumber(figures().worker));
    this.#show("aus_queue_jobs", "Jobs that wait", () => figures().queue?.waiting ?? null);
    this.#show(
      "aus_queue_stuck_jobs",
      "Jobs that were tried too often",
      () => figures().queue?.stuck ?? null,
    );
    new Gauge({
      name: "aus_version_info",
      help: "The version of the program",
      labelNames: ["version"],
      aggregator: "first",
      registers: [this.#registry],
    }).set({ version: programVersion }, 1);
  }

  /** Of several processes the lowest is shown. @param value null: there is none to show */
  #show(name: string, help: string, value: () => number | null): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      aggregator: "min",
      collect() {
        const now = value();
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  }
}

function asNumber(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

/** Whether somebody asks from the same machine or a private network, and nobody asks through a proxy. */
export function asksFromNear(address: string | undefined, isForwarded: boolean): boolean {
  if (isForwarded || address === undefined || !ipaddr.isValid(address)) return false;
  return ["loopback", "private", "uniqueLocal", "linkLocal"].includes(ipaddr.process(address).range());
}
