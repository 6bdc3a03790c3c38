import { createServer, ServerResponse, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";

import type { Snapshot } from "@/lib/decision/snapshot";
import { logDefect } from "@/lib/log";
import type { ClientCounter } from "@/lib/traffic/counter";

import { answer, type ServingPolicy } from "./answer";
import { addFastLane } from "./fast-lane";
import { healthAnswer, type NodeState } from "./health";
import { IncomingRequest } from "./incoming-request";
import { isPublicRoute, pathOf, refusal } from "./public-route";
import { readUnparsed, wholeResponse } from "./unparsed-request";
import type { WebProxy } from "./web-proxy";

type Options = {
  snapshot: () => Snapshot;
  policy: ServingPolicy;
  trustedProxies: number;
  web: WebProxy;
  state: () => NodeState;
  /** What counts the requests of clients now; null: nothing does. */
  counter: () => ClientCounter | null;
};

const limits = {
  /** Bytes of request line and headers; a request with more is refused with 431. */
  maxHeaderSize: 32 * 1024,
  /** Milliseconds for the headers, and for the whole request: an import through the API may take its time. */
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  /** How often slow clients are looked for, in milliseconds. */
  connectionsCheckingInterval: 5000,
  /** Longer than the proxies in front of us keep an idle connection, so that they are the ones who close it. */
  keepAliveTimeout: 75_000,
  /** HTTP/1.1 wants a Host header; a client that forgets it still wants its update. */
  requireHostHeader: false,
};

/** The server that owns the public port: answers clients itself and passes the rest on to the pages. */
export function createFrontServer(options: Options): Server {
  const handle = requestHandler(options);
  const server = createServer(limits, handle);
  addFastLane(server, {
    answer: (request) => answer(options.snapshot(), request, options.policy, options.counter()),
    trustedProxies: options.trustedProxies,
    idleTimeout: limits.keepAliveTimeout,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (wantsWebSocket(request)) options.web.upgrade(request, socket, head);
    else answerUnupgraded(request, socket, handle);
  });
  server.on("connect", (_request: IncomingMessage, socket: Socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(refusal("405 Method Not Allowed"));
  });
  server.on("clientError", (error: ParseError, socket: Socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else socket.end(replyToUnparsed(options, error, socket));
  });
  return server;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

type ParseError = NodeJS.ErrnoException & { rawPacket?: Buffer };

function replyToUnparsed(
  { snapshot, policy, counter }: Options,
  error: ParseError,
  socket: Socket,
): Buffer | string {
  const request = error.rawPacket ? readUnparsed(error.code, error.rawPacket) : null;
  if (!request) return refusal(statusFor(error.code));
  const address = socket.remoteAddress ?? "";
  return wholeResponse(answer(snapshot(), { ...request, address }, policy, counter()), request.method);
}

function requestHandler({ snapshot, policy, trustedProxies, web, state, counter }: Options): Handler {
  return (request, response) => {
    const url = pathOf(request.url ?? "/");
    if (isPublicRoute(url)) {
      const asked = new IncomingRequest(request, url, trustedProxies);
      const { status, headers, body, encoding } = answer(snapshot(), asked, policy, counter());
      response.writeHead(status, headers);
      // In one piece with the headers: ending with a body would queue a second, empty one.
      response.write(body, encoding);
      response.uncork();
      response.end();
      return;
    }
    request.url = url;
    const health = healthAnswer(url, state);
    if (health === null) web.handle(request, response);
    else response.writeHead(health.status, health.headers).end(health.body);
  };
}

function wantsWebSocket(request: IncomingMessage): boolean {
  const protocol = request.headers.upgrade?.toLowerCase();
  return protocol === "websocket" && request.method === "GET" && !isPublicRoute(pathOf(request.url ?? "/"));
}

/** Upgrading is an offer: where it is not taken up, the request is answered as any other. */
function answerUnupgraded(request: IncomingMessage, socket: Socket, handle: Handler): void {
  socket.on("error", () => socket.destroy());
  if (request.headers["content-length"] ?? request.headers["transfer-encoding"]) {
    // Its body has not been parsed and can't be any more.
    socket.end(refusal("400 Bad Request"));
    return;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on("finish", () => socket.end());
  try {
    handle(request, response);
  } catch (error) {
    logDefect(error, "a request with an upgrade could not be answered");
    socket.destroy();
  }
}

function statusFor(code: string | undefined): string {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "431 Request Header Fields Too Large";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout";
    default:
      return "400 Bad Request";
  }
}
