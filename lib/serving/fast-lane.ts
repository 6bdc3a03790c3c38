import type { Server } from "node:http";
import type { Socket } from "node:net";

import type { Answer, ClientRequest } from "./answer";
import { clientAddress } from "./client-address";
import { readPlainRequest, type PlainRequest } from "./plain-request";

type Options = {
  answer: (request: ClientRequest) => Answer;
  trustedProxies: number;
  /** Milliseconds after which a connection that says nothing is closed. */
  idleTimeout: number;
};

type HttpListener = (this: Server, socket: Socket) => void;

/**
 * Answers the plain requests that nearly all clients send without node:http, which takes most of the time of such a
 * request. A connection that sends anything else goes to node:http, with what it sent and for good: what a request
 * means is only ever decided here where there is no doubt.
 */
export function addFastLane(server: Server, { answer, trustedProxies, idleTimeout }: Options): void {
  const [serveHttp] = server.listeners("connection") as HttpListener[];
  if (!serveHttp) return;
  const opening = openingOf(idleTimeout);
  server.removeListener("connection", serveHttp);
  const idle = new Set<Socket>();
  const waiting = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    idle.add(socket);
    const lane = { data: onData, end: finish, timeout: destroy, error: destroy, close: forget };
    for (const [event, listener] of Object.entries(lane)) socket.on(event, listener);
    socket.setTimeout(idleTimeout);

    function onData(chunk: Buffer): void {
      const request = socket.writableLength === 0 && server.listening ? readPlainRequest(chunk) : null;
      if (request === null) {
        handOver(chunk);
        return;
      }
      const given = answer(new LaneRequest(request, socket, trustedProxies));
      if (given.later === null) send(given);
      else waitFor(given.later);
    }
    function send({ status, rest, encoding }: Answer): void {
      socket.write(opening(status) + rest, encoding);
    }
    /** Nothing more is read meanwhile, so that answers keep their order. */
    function waitFor(later: Promise<Answer>): void {
      socket.pause().setTimeout(0);
      idle.delete(socket);
      waiting.add(socket);
      void later.then((given) => {
        if (!waiting.delete(socket)) return;
        idle.add(socket);
        socket.setTimeout(idleTimeout);
        send(given);
        if (socket.readableEnded) socket.end();
        else socket.resume();
      });
    }
    function handOver(chunk: Buffer): void {
      for (const [event, listener] of Object.entries(lane)) socket.removeListener(event, listener);
      forget();
      socket.setTimeout(0);
      serveHttp?.call(server, socket);
      socket.unshift(chunk);
    }
    function finish(): void {
      if (!waiting.has(socket)) socket.end();
    }
    function destroy(): void {
      socket.destroy();
    }
    function forget(): void {
      idle.delete(socket);
      waiting.delete(socket);
    }
  });
  closeTogether(server, { idle, waiting });
}

type Sockets = {
  /** Between two requests: most answers are written as soon as they are asked for. */
  readonly idle: ReadonlySet<Socket>;
  /** For an answer that waits for its signature. */
  readonly waiting: ReadonlySet<Socket>;
};

function closeTogether(server: Server, { idle, waiting }: Sockets): void {
  const closeIdle = server.closeIdleConnections.bind(server);
  server.closeIdleConnections = () => {
    for (const socket of idle) socket.end();
    closeIdle();
  };
  const closeAll = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    for (const socket of [...idle, ...waiting]) socket.destroy();
    closeAll();
  };
}

/** The lines that every answer begins with; its date changes once a second. */
function openingOf(idleTimeout: number): (status: number) => string {
  const keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(idleTimeout / 1000)}\r\n`;
  let second = 0;
  let opening = "";
  return (status) => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) {
      second = now;
      opening = ` OK\r\nDate: ${new Date(now * 1000).toUTCString()}\r\n${keepAlive}`;
    }
    return `HTTP/1.1 ${status}${opening}`;
  };
}

class LaneRequest implements ClientRequest {
  readonly method = "GET";
  readonly url: string;
  readonly #request: PlainRequest;
  readonly #socket: Socket;
  readonly #trustedProxies: number;

  constructor(request: PlainRequest, socket: Socket, trustedProxies: number) {
    this.url = request.url;
    this.#request = request;
    this.#socket = socket;
    this.#trustedProxies = trustedProxies;
  }

  get userAgent(): string | undefined {
    return this.#request.header("user-agent");
  }

  get address(): string {
    const headers = { "x-forwarded-for": this.#request.header("x-forwarded-for") };
    return clientAddress({ socket: this.#socket, headers }, this.#trustedProxies);
  }
}
