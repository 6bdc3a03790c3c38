import { connect, type Socket } from "node:net";

import type { HostileRequest } from "./hostile-requests";
import { faultInXml } from "@/lib/protocol/well-formed";

const longestBody = 64 * 1024;
const patience = 10_000;
const ourPolicy = "content-security-policy: default-src 'none'; frame-ancestors 'none'";

type Reply = { status: number; head: string; body: string };

/** What is wrong with the reply to a hostile request, or null. */
export type Fault = { readonly request: HostileRequest; readonly reply: string; readonly why: string };

/** Sends hostile requests one after another; a connection serves until one of them breaks it. */
export class HostileClient {
  readonly #port: number;
  #socket: Socket | null = null;
  readonly #wellFormed = new Set<string>();

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends a request. @returns what is wrong with the reply */
  async ask(request: HostileRequest): Promise<Fault | null> {
    const bytes = await this.#exchange(request);
    const fault = (why: string): Fault => ({ request, reply: bytes.slice(0, 2000), why });
    // Whoever sends nothing that could be a request may be hung up on.
    if (bytes === "") return request.isHttp ? fault("no reply") : null;
    const reply = readReply(bytes);
    if (!reply) return fault("no HTTP");
    const why = faultIn(request, reply) ?? this.#faultInBody(request, reply);
    return why === null ? null : fault(why);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #faultInBody(request: HostileRequest, { status, head, body }: Reply): string | null {
    if (body.length > longestBody) return `an answer of ${body.length} bytes`;
    if (request.method === "HEAD" || status === 405) return null;
    if (!head.includes("content-type: text/xml") || this.#wellFormed.has(body)) return null;
    const why = faultInXml(Buffer.from(body, "latin1").toString());
    if (why === null) this.#wellFormed.add(body);
    return why;
  }

  async #exchange({ bytes, isHttp, method }: HostileRequest): Promise<string> {
    const reused = this.#socket !== null;
    const socket = (this.#socket ??= connect({ port: this.#port, host: "127.0.0.1", allowHalfOpen: true }));
    this.#socket = isHttp ? socket : null;
    const reply = await new Promise<string>((resolve) => {
      let received = "";
      const finish = () => {
        socket.removeAllListeners();
        // A connection that was broken off may still complain.
        socket.on("error", () => socket.destroy());
        resolve(received);
      };
      socket.setTimeout(patience, () => {
        received += "\n(no more came)";
        finish();
      });
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        if (isHttp && isWhole(received, method)) finish();
      });
      for (const event of ["end", "error", "close"]) socket.on(event, finish);
      socket.write(bytes, "latin1");
      if (!isHttp) socket.end();
    });
    if (!isHttp || !isWhole(reply, method)) {
      socket.destroy();
      this.#socket = null;
    }
    // An idle connection may have been closed while the request was on its way.
    return reply === "" && reused ? this.#exchange({ bytes, isHttp, method }) : reply;
  }
}

function isWhole(received: string, method: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return false;
  return received.length >= end + 4 + (method === "HEAD" ? 0 : lengthOf(received.slice(0, end)));
}

function lengthOf(head: string): number {
  return Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
}

function readReply(bytes: string): Reply | null {
  const final = bytes.replace(/^(HTTP\/1\.1 1\d\d [^\r\n]*\r\n\r\n)+/, "");
  const [head = "", ...rest] = final.split("\r\n\r\n");
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1];
  // What follows is the reply to what followed.
  const length = lengthOf(head);
  return status === undefined
    ? null
    : { status: Number(status), head: head.toLowerCase(), body: rest.join("\r\n\r\n").slice(0, length) };
}

function faultIn({ isHttp, bytes }: HostileRequest, { status, head }: Reply): string | null {
  if (status >= 500) return `status ${status}`;
  if (!isHttp) return null;
  const isJson = bytes.includes(" /json/");
  if (status !== 200 && !(isJson && status === 404)) return `status ${status}`;
  if (!isJson && !head.includes("content-type: text/xml; charset=utf-8")) return "another type than XML";
  return head.includes(ourPolicy) ? null : "not from our code";
}
