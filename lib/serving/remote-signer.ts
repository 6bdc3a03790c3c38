import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import pLimit from "p-limit";

import { log } from "@/lib/log";
import type { SigningService } from "@/lib/signing/awaited-answer";
import { fetchFailure } from "@/lib/verify/fetch-failure";

import { askAutograph, NotSigned, type Autograph } from "./autograph";

/** In milliseconds. */
const usualTimes = {
  /** For the service to sign one body. */
  limit: 2_000,
  /** That a client is made to wait, for the bodies before its own as well. */
  patience: 2_000,
  /** Between two attempts while the service is away: doubled each time. */
  firstPause: 1_000,
  longestPause: 60_000,
  /** Until a body is sent again that the service refused to sign. */
  pauseOfRefused: 60_000,
  /** After which signatures are replaced: services change their certificates, which expire. */
  renewal: 12 * 3_600_000,
};

const atOnce = 4;
/** How many bodies may wait to be sent. */
const mostWaiting = 1_000;
/** Signatures are some 300 characters long. */
const mostKnown = 50_000;

/** What is known of a body that was sent and not answered yet. */
type Asked = {
  /** The signature; null: there is none within a client's patience. */
  readonly soon: Promise<string | null>;
  /** That patience is over. */
  isLate: boolean;
};

export type Watch = { readonly onFailure?: () => void; readonly times?: Partial<typeof usualTimes> };

/**
 * Has a service sign bodies: each once, a few at a time. While the service is away nobody waits for it, and one body
 * at a time tries whether it is back.
 */
export class RemoteSigner implements SigningService {
  turn = 0;
  readonly #service: Autograph;
  readonly #times: typeof usualTimes;
  readonly #onFailure: () => void;
  readonly #limit = pLimit(atOnce);
  readonly #known = new LRUCache<string, { signature: string; age: number }>({ max: mostKnown });
  readonly #asked = new Map<string, Asked>();
  readonly #refused = new Set<string>();
  #state: "well" | "away" | "trying" = "well";
  #pause: number;
  #age = 0;
  #hasTurnedAway = false;
  #lastRefusal = -Infinity;

  constructor(service: Autograph, { onFailure, times }: Watch = {}) {
    this.#service = service;
    this.#times = { ...usualTimes, ...times };
    this.#onFailure = onFailure ?? (() => undefined);
    this.#pause = this.#times.firstPause;
    setInterval(() => {
      this.#age++;
      this.turn++;
    }, this.#times.renewal).unref();
  }

  readonly sign = (body: string): string | null | Promise<string | null> => {
    const key = createHash("sha256").update(body).digest("base64");
    const known = this.#known.get(key);
    if (known?.age === this.#age) return known.signature;
    const asked = this.#asked.get(key) ?? this.#ask(key, body);
    if (known !== undefined) return known.signature;
    return asked === null || asked.isLate || this.#state !== "well" ? null : asked.soon;
  };

  #ask(key: string, body: string): Asked | null {
    if (this.#state === "away" || this.#refused.has(key)) return null;
    if (this.#asked.size >= (this.#state === "trying" ? 1 : mostWaiting)) {
      this.#hasTurnedAway = true;
      return null;
    }
    const isRenewal = this.#known.has(key);
    const made = this.#limit(() => this.#request(key, body));
    const asked: Asked = {
      isLate: false,
      soon: new Promise((resolve) => {
        const late = setTimeout(() => {
          asked.isLate = true;
          resolve(null);
        }, this.#times.patience);
        void made.then((signature) => {
          clearTimeout(late);
          this.#asked.delete(key);
          if (signature !== null && (asked.isLate || isRenewal)) this.turn++;
          this.#tellRoom();
          resolve(signature);
        });
      }),
    };
    this.#asked.set(key, asked);
    return asked;
  }

  /** Those who found too many waiting ask again. */
  #tellRoom(): void {
    if (!this.#hasTurnedAway || this.#asked.size > mostWaiting / 2) return;
    this.#hasTurnedAway = false;
    this.turn++;
  }

  /** Null: without success. */
  async #request(key: string, body: string): Promise<string | null> {
    // It has gone while this body waited for its turn.
    if (this.#state === "away") return null;
    try {
      const signature = await askAutograph(this.#service, body, this.#times.limit);
      this.#known.set(key, { signature, age: this.#age });
      this.#noteWell();
      return signature;
    } catch (error) {
      this.#onFailure();
      if (error instanceof NotSigned) this.#noteRefused(key, error);
      else this.#noteAway(error);
      return null;
    }
  }

  #noteWell(): void {
    if (this.#state === "well") return;
    this.#state = "well";
    this.#pause = this.#times.firstPause;
    this.turn++;
    log.info({ service: this.#service.service }, "the signing service is there again");
  }

  #noteRefused(key: string, { message }: NotSigned): void {
    this.#noteWell();
    this.#refused.add(key);
    this.#in(this.#times.pauseOfRefused, () => this.#refused.delete(key));
    const now = performance.now();
    const isNews = now - this.#lastRefusal > 2 * this.#times.pauseOfRefused;
    this.#lastRefusal = now;
    if (isNews) {
      const { service } = this.#service;
      log.warn(
        { service, problem: message },
        "the signing service refuses to sign an answer, which goes out unsigned",
      );
    }
  }

  #noteAway(error: unknown): void {
    if (this.#state === "away") return;
    if (this.#state === "well") {
      const problem = fetchFailure(error, this.#times.limit);
      const { service } = this.#service;
      log.warn({ service, problem }, "the signing service is away; new answers go out unsigned");
    }
    this.#state = "away";
    this.#in(this.#pause, () => {
      if (this.#state === "away") this.#state = "trying";
    });
    this.#pause = Math.min(this.#pause * 2, this.#times.longestPause);
  }

  /** Has answers ask again after a while. */
  #in(milliseconds: number, before: () => unknown): void {
    setTimeout(() => {
      before();
      this.turn++;
    }, milliseconds).unref();
  }
}
