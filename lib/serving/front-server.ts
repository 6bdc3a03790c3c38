import { createServer, ServerResponse, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";

import { isKnown } from "@/lib/caching/conditional";
import type { Snapshot } from "@/lib/decision/snapshot";
import { logDefect } from "@/lib/log";
import type { ClientCounter } from "@/lib/traffic/counter";

import { answer, notModified, type Answer, type ClientRequest, type ServingPolicy } from "./answer";
import { addFastLane } from "./fast-lane";
import { healthAnswer, type NodeState } from "./health";
import { IncomingRequest } from "./incoming-request";
import { isPublicRoute, pathOf, refusal } from "./public-route";
import { asksFromNear, type Metrics } from "./metrics";
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
  /** What counts answers, and who may read it; absent: nothing and nobody. */
  metrics?: { readonly of: Metrics; readonly readers: "near" | "on" } | undefined;
};

type Serving = Options & { readonly answerTo: (request: ClientRequest) => Answer };

const usualLimits = {
  /** Bytes of request line and headers; a request with more is refused with 431. */
  maxHeaderSize: 32 * 1024,
  /** Milliseconds for the headers, and for the whole request: an import through the API may take its time. */
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  /** Milliseconds that a connection may go without a byte in either direction: whoever reads nothing is cut off. */
  silence: 600_000,
  /** How often slow clients are looked for, in milliseconds. */
  connectionsCheckingInterval: 5000,
  /** Longer than the proxies in front of us keep an idle connection, so that they are the ones who close it. */
  keepAliveTimeout: 75_000,
  /** HTTP/1.1 wants a Host header; a client that forgets it still wants its update. */
  requireHostHeader: false,
};

/** Characters of path and query of a page or of the API. Clients of any length get their answer. */
const longestTarget = 16 * 1024;

/**
 * The server that owns the public port: answers clients itself and passes the rest on to the pages.
 *
 * @param other limits than the usual ones
 */
export function createFrontServer(options: Options, other: Partial<typeof usualLimits> = {}): Server {
  const limits = { ...usualLimits, ...other };
  const plainAnswer = (request: ClientRequest) =>
    answer(options.snapshot(), request, options.policy, options.counter());
  const answerTo = options.metrics ? options.metrics.of.counting(plainAnswer) : plainAnswer;
  const handle = requestHandler({ ...options, answerTo });
  const server = createServer(limits, handle);
  server.setTimeout(limits.silence);
  addFastLane(server, {
    answer: answerTo,
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
    else void replyToUnparsed(answerTo, error, socket);
  });
  return server;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

type ParseError = NodeJS.ErrnoException & { rawPacket?: Buffer };

async function replyToUnparsed(
  answerTo: Serving["answerTo"],
  error: ParseError,
  socket: Socket,
): Promise<void> {
  const request = error.rawPacket ? readUnparsed(error.code, error.rawPacket) : null;
  if (!request) {
    socket.end(refusal(statusFor(error.code)));
    return;
  }
  const given = answerTo({ ...request, address: socket.remoteAddress ?? "" });
  // What else arrives meanwhile would be answered first.
  if (given.later !== null) socket.pause();
  socket.end(wholeResponse((await given.later) ?? given, request.method));
  socket.resume();
}

function requestHandler(serving: Serving): Handler {
  const { trustedProxies, web, state, metrics } = serving;
  return (request, response) => {
    const url = pathOf(request.url ?? "/");
    if (isPublicRoute(url)) {
      answerClient(serving, new IncomingRequest(request, url, trustedProxies), { request, response });
      return;
    }
    request.url = url;
    const health = healthAnswer(url, state);
    if (health !== null) response.writeHead(health.status, health.headers).end(health.body);
    else if (metrics && url === "/metrics" && mayReadMetrics(metrics.readers, request)) {
      showMetrics(metrics.of, response);
    } else if (url.length > longestTarget) tooLong(response);
    else web.handle(request, response);
  };
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

function answerClient({ answerTo, metrics }: Serving, asked: IncomingRequest, exchange: Exchange): void {
  const given = answerTo(asked);
  if (given.later === null) sendAnswer(given, exchange, metrics?.of);
  else {
    void given.later.then((full) => {
      sendAnswer(full, exchange, metrics?.of);
    });
  }
}

function sendAnswer(full: Answer, { request, response }: Exchange, metrics: Metrics | undefined): void {
  const tags = full.etag === null ? null : conditionOf(request.rawHeaders);
  const isSame = full.etag !== null && tags !== null && isKnown(full.etag, tags);
  if (isSame) metrics?.countNotModified();
  const { status, headers, body, encoding } = isSame ? notModified(full) : full;
  response.writeHead(status, headers);
  // In one piece with the headers: ending with a body would queue a second, empty one.
  if (!isSame) response.write(body, encoding);
  response.uncork();
  response.end();
}

/** What an If-None-Match says; null: there is none. An object of all headers would cost as much as deciding. */
function conditionOf(rawHeaders: readonly string[]): string | null {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.length === 13 && name.toLowerCase() === "if-none-match") return rawHeaders[index + 1] ?? null;
  }
  return null;
}

function mayReadMetrics(readers: "near" | "on", { socket, headers }: IncomingMessage): boolean {
  const isForwarded = headers["x-forwarded-for"] !== undefined || headers["forwarded"] !== undefined;
  return readers === "on" || asksFromNear(socket.remoteAddress, isForwarded);
}

function showMetrics(metrics: Metrics, response: ServerResponse): void {
  metrics.text().then(
    ({ type, body }) => {
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
    },
    (error: unknown) => {
      logDefect(error, "the metrics could not be collected");
      response.destroy();
    },
  );
}

function tooLong(response: ServerResponse): void {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  response.writeHead(414, headers).end("The address is too long\n");
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
