/** Signs bodies by asking somebody else, which takes its time and may fail. */
export type SigningService = {
  /** Grows whenever asking again may bring what was not there before: a first signature, or a newer one. */
  readonly turn: number;
  /**
   * The header Content-Signature for a body; null: there is none for now. A promise is never rejected, and settles
   * within the time that a client can be made to wait.
   */
  readonly sign: (body: string) => string | null | Promise<string | null>;
};

/** With what an answer is made. */
export type Signed<Answer> = {
  /** Null: none yet, or none for now. */
  readonly signature: string | null;
  /** The same answer once it is known whether it gets a signature; null: it is known. */
  readonly later: Promise<Answer> | null;
};

/**
 * An answer whose signature comes from a service. Whoever asks for it first waits; without a signature it goes out as it
 * is, at once, until there is one. A signature, once there, stays until it is replaced by a newer one.
 */
export class AwaitedAnswer<Answer> {
  readonly body: string;
  readonly #service: SigningService;
  readonly #make: (signed: Signed<Answer>) => Answer;
  #turn: number | undefined;
  #signature: string | null = null;
  #now: Answer | undefined;
  #isWaiting = false;

  constructor(service: SigningService, body: string, make: (signed: Signed<Answer>) => Answer) {
    this.#service = service;
    this.body = body;
    this.#make = make;
  }

  /** The answer as it is now. */
  current(): Answer {
    if (this.#now !== undefined && this.#turn === this.#service.turn) return this.#now;
    this.#turn = this.#service.turn;
    const signature = this.#service.sign(this.body);
    if (signature === null || typeof signature === "string") return this.#take(signature);
    const later = signature.then((settled) => this.#take(settled));
    if (this.#now !== undefined) return this.#now;
    this.#isWaiting = true;
    return (this.#now = this.#make({ signature: null, later }));
  }

  #take(signature: string | null): Answer {
    const isNew = signature !== null && signature !== this.#signature;
    if (this.#now !== undefined && !this.#isWaiting && !isNew) return this.#now;
    this.#isWaiting = false;
    this.#signature = signature ?? this.#signature;
    return (this.#now = this.#make({ signature: this.#signature, later: null }));
  }
}
