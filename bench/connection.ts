import { connect, type Socket } from "node:net";

export type Request = { readonly bytes: Buffer; readonly bodies: readonly Buffer[] };
export type Tally = {
  /** An answer came. @param why null when it is an expected one, else what is wrong with it */
  answered: (milliseconds: number, why: string | null) => void;
  /** The connection ended while an answer was awaited. */
  broken: (why: string) => void;
};

const headEnd = Buffer.from("\r\n\r\n");
const lengthNames = [Buffer.from("\r\nContent-Length: "), Buffer.from("\r\ncontent-length: ")];
const okay = Buffer.from("HTTP/1.1 200");

/**
 * Asks one request after another on one connection, as fast as the answers come. Written on a bare socket, because a
 * client that does more than this is slower than the servers it is to measure.
 */
export class Connection {
  /** Settles when the connection has ended, whatever ended it. */
  readonly done: Promise<void>;
  readonly #socket: Socket;
  readonly #next: () => Request | null;
  readonly #tally: Tally;
  #asked: Request | null = null;
  #askedAt = 0;
  #received: Buffer = Buffer.alloc(0);

  constructor(port: number, next: () => Request | null, tally: Tally) {
    this.#next = next;
    this.#tally = tally;
    const buffer = Buffer.allocUnsafe(64 * 1024);
    const callback = (size: number) => this.#take(buffer.subarray(0, size));
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback } });
    this.#socket.on("connect", () => {
      this.#ask();
    });
    this.#socket.on("error", (error) => {
      this.#end(error.message);
    });
    this.done = new Promise((resolve) => {
      this.#socket.on("close", () => {
        this.#end("the connection was closed");
        resolve();
      });
    });
  }

  #ask(): void {
    this.#asked = this.#next();
    if (this.#asked === null) {
      this.#socket.destroy();
      return;
    }
    this.#askedAt = performance.now();
    this.#socket.write(this.#asked.bytes);
  }

  #end(why: string): void {
    if (this.#asked === null) return;
    this.#asked = null;
    this.#tally.broken(why);
  }

  #take(chunk: Buffer): boolean {
    const all = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = all.indexOf(headEnd);
    const length = end < 0 ? -1 : contentLength(all, end);
    const bodyAt = end + headEnd.length;
    if (end < 0 || all.length < bodyAt + length) {
      // The buffer of the socket is used again for what follows.
      this.#received = Buffer.from(all);
      return true;
    }
    const milliseconds = performance.now() - this.#askedAt;
    this.#tally.answered(milliseconds, this.#asked && wrongIn(all, bodyAt, this.#asked));
    this.#received = Buffer.alloc(0);
    this.#ask();
    return true;
  }
}

function contentLength(answer: Buffer, end: number): number {
  for (const name of lengthNames) {
    const at = answer.indexOf(name);
    if (at >= 0 && at < end) {
      return parseInt(answer.toString("latin1", at + name.length, at + name.length + 12), 10);
    }
  }
  return 0;
}

function wrongIn(answer: Buffer, bodyAt: number, { bytes, bodies }: Request): string | null {
  const status = answer.compare(okay, 0, okay.length, 0, okay.length);
  if (status === 0 && bodies.some((body) => body.compare(answer, bodyAt, answer.length) === 0)) return null;
  return `asked\n${bytes.toString().split("\r\n", 1)[0] ?? ""}\ngot\n${answer.toString()}\nexpected\n${String(bodies[0])}`;
}
