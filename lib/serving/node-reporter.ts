import { hostname } from "node:os";

import { log } from "@/lib/log";
import type { NodeReport } from "@/lib/nodes/report";
import type { Verdict } from "@/lib/nodes/verdict";
import { programVersion } from "@/lib/program-version";

import type { NodeStanding } from "./node-state";
import type { Served } from "./refresh-state";

const every = 2_000;
/** So many milliseconds after something happened: the other processes of the node follow at once. */
const soonAfter = 50;

/** Where reports go to. What it throws is tried again with the next one. */
export type ReportSink = {
  readonly put: (report: NodeReport) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly to: ReportSink;
  readonly standing: () => NodeStanding | null;
  readonly name?: string | undefined;
  readonly dataCentre: string;
  readonly workersWanted: number;
  /** Of a canary: what it found last. */
  readonly verdict?: (() => Verdict | null) | null;
};

/** Tells how this node is doing, again and again. Clients never notice. */
export class NodeReporter {
  readonly #options: Options;
  readonly #process = `${Date.now().toString(36)}-${process.pid.toString(36)}`;
  #sequence = 0;
  #last: NodeStanding | null = null;
  /** The revisions of which it has been told that they are live. */
  readonly #told = new WeakSet<Served>();
  #toldVerdict: Verdict | null = null;
  #before = { at: performance.now(), requests: 0 };
  #perSecond = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #isAway = false;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#next(0);
  }

  /** Something changed that is worth telling. */
  soon(): void {
    if (!this.#stopped) this.#next(soonAfter);
  }

  /** Says that the node leaves. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sending;
    await this.#send(true);
    await this.#options.to.close();
  }

  #next(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#sending = this.#sending
        .then(() => this.#send(false))
        .then(() => {
          if (!this.#stopped) this.#next(every);
        });
    }, pause);
    this.#timer.unref();
  }

  async #send(isLeaving: boolean): Promise<void> {
    // Of a node that leaves the processes have gone already.
    const standing = this.#options.standing() ?? this.#last;
    if (!standing) return;
    this.#last = standing;
    const now = performance.now();
    try {
      const verdict = this.#options.verdict?.() ?? null;
      await this.#options.to.put(this.#report(standing, { isLeaving, verdict }));
      this.#toldVerdict = verdict;
      for (const one of standing.served) this.#told.add(one);
      if (this.#isAway) log.info("it can be told again how this node is");
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) log.warn({ err: error }, "it can't be told how this node is; clients are answered");
      this.#isAway = true;
    }
    if (now - this.#before.at > every / 2) this.#before = { at: now, requests: standing.requests };
  }

  #report(standing: NodeStanding, { isLeaving, verdict }: ToTell): NodeReport {
    const { name = hostname(), dataCentre, workersWanted } = this.#options;
    const { head, served, requests, refused, problem, disk, ...rest } = withoutWave(standing);
    const now = performance.now();
    const seconds = (now - this.#before.at) / 1_000;
    if (seconds > every / 2_000) this.#perSecond = Math.max(0, requests - this.#before.requests) / seconds;
    return {
      ...rest,
      name: name.slice(0, 100),
      dataCentre,
      process: this.#process,
      sequence: ++this.#sequence,
      sentAt: new Date().toISOString(),
      version: programVersion,
      workersWanted,
      revision: head?.revision ?? null,
      hash: head?.hash ?? "",
      live: served
        .filter((one) => !this.#told.has(one))
        .map(({ at, ...one }) => ({ ...one, age: Math.max(0, Math.round(now - at)) })),
      problem: cut(problem),
      requests,
      perSecond: Math.round(this.#perSecond * 10) / 10,
      refused: refused.slice(-10).map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
      disk: disk && { ...disk, problem: cut(disk.problem) },
      isLeaving,
      ...this.#asCanary(verdict),
      ...waveOf(standing),
    };
  }

  #asCanary(verdict: Verdict | null): Pick<NodeReport, "canary" | "verdict"> {
    if (!this.#options.verdict) return {};
    return verdict && verdict !== this.#toldVerdict ? { canary: true, verdict } : { canary: true };
  }
}

type ToTell = { readonly isLeaving: boolean; readonly verdict: Verdict | null };

function withoutWave({ held: _held, unchecked: _unchecked, ...rest }: NodeStanding) {
  return rest;
}

/** What is not so is left out. */
function waveOf({ held, unchecked }: NodeStanding): Pick<NodeReport, "held" | "unchecked"> {
  return {
    ...(held && { held: { ...held, by: held.by.slice(0, 100), problem: cut(held.problem) } }),
    ...(unchecked !== null && { unchecked }),
  };
}

const cut = (text: string | null) => text?.slice(0, 500) ?? null;
