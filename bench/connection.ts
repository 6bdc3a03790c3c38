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
const lastChunk = Buffer.from("0\r\n\r\n");
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
    const body = wholeBody(all);
    if (body === null) {
      // The buffer of the socket is used again for what follows.
      this.#received = Buffer.from(all);
      return true;
    }
    const milliseconds = performance.now() - this.#askedAt;
    this.#tally.answered(milliseconds, this.#asked && wrongIn(all, body, this.#asked));
    this.#received = Buffer.alloc(0);
    this.#ask();
    return true;
  }
}

/** The body of an answer, or null while some of it is missing. */
function wholeBody(answer: Buffer): Buffer | null {
  const end = answer.indexOf(headEnd);
  if (end < 0) return null;
  const rest = answer.subarray(end + headEnd.length);
  const length = contentLength(answer, end);
  if (length === null) return rest.subarray(-lastChunk.length).equals(lastChunk) ? joinChunks(rest) : null;
  return rest.length < length ? null : rest;
}

function contentLength(answer: Buffer, end: number): number | null {
  for (const name of lengthNames) {
    const at = answer.indexOf(name);
    const start = at + name.length;
    if (at >= 0 && at < end) return parseInt(answer.toString("latin1", start, start + 12), 10);
  }
  return null;
}

function joinChunks(chunks: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = chunks.indexOf("\r\n", at);
    const size = parseInt(chunks.toString("latin1", at, line), 16);
    if (!size) return Buffer.concat(parts);
    parts.push(chunks.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

function wrongIn(answer: Buffer, body: Buffer, { bytes, bodies }: Request): string | null {
  const status = answer.compare(okay, 0, okay.length, 0, okay.length);
  if (status === 0 && bodies.some((expected) => expected.equals(body))) return null;
  return `asked\n${bytes.toString().split("\r\n", 1)[0] ?? ""}\ngot\n${answer.toString()}\nexpected\n${String(bodies[0])}`;
}
