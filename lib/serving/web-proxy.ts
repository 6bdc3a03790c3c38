import { randomBytes } from "node:crypto";
import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { createProxyServer } from "httpxy";

import { logDefect } from "@/lib/log";

import { clientAddress } from "./client-address";
import { pagePolicy } from "./page-policy";
import { pagesAway } from "./pages-away";

const policyHeader = "content-security-policy";

type Options = {
  /** Null while nobody answers there. */
  port: () => number | null;
  trustedProxies: number;
  /** Whether pages get a policy with a nonce; the development server's tools would not run under it. */
  protectPages: boolean;
};

export type WebProxy = {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
};

/** Passes on what the front process does not answer itself. */
export function createWebProxy({ port, trustedProxies, protectPages }: Options): WebProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const proxy = createProxyServer({ agent });
  if (protectPages) proxy.on("proxyRes", repeatPolicy);
  const upgrades = createProxyServer({ agent: false });
  const target = (on: number) => `http://127.0.0.1:${on}`;

  return {
    handle(request, response) {
      const on = port();
      if (on === null) {
        pagesAway(request, response, 503);
        return;
      }
      tellWhoAsks(request, trustedProxies);
      if (protectPages) protect(request);
      proxy.web(request, response, { target: target(on) }).catch((error: unknown) => {
        if (response.headersSent || response.destroyed) response.destroy();
        else {
          logDefect(error, "a request could not be passed on to the page process");
          pagesAway(request, response, 502);
        }
      });
    },
    upgrade(request, socket, head) {
      const on = port();
      socket.on("error", () => socket.destroy());
      if (on === null) {
        socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      tellWhoAsks(request, trustedProxies);
      upgrades.ws(request, socket, { target: target(on) }, head).catch(() => socket.destroy());
    },
  };
}

/** Replaces what anybody could have claimed about themselves with what we know. */
function tellWhoAsks(request: IncomingMessage, trustedProxies: number): void {
  const { headers } = request;
  const behindProxy = trustedProxies > 0;
  const said = (name: string) => (behindProxy ? headers[name]?.toString().split(",")[0]?.trim() : undefined);
  headers["x-forwarded-host"] = said("x-forwarded-host") ?? headers.host ?? "";
  headers["x-forwarded-proto"] = said("x-forwarded-proto") ?? "http";
  headers["x-forwarded-for"] = clientAddress(request, trustedProxies);
  for (const name of ["x-forwarded-port", "x-real-ip", "forwarded"]) Reflect.deleteProperty(headers, name);
}

/** Tells the renderer the policy whose nonce it has to put on its scripts. */
function protect(request: IncomingMessage): void {
  request.headers[policyHeader] = pagePolicy(randomBytes(16).toString("base64"));
  Reflect.deleteProperty(request.headers, `${policyHeader}-report-only`);
}

/** Gives the browser the same policy. A page rendered ahead, which holds no data, keeps Next's own: it has no nonce. */
function repeatPolicy(response: IncomingMessage, request: IncomingMessage): void {
  const { headers } = response;
  if (headers[policyHeader] === undefined || headers["x-nextjs-prerender"] !== undefined) return;
  headers[policyHeader] = request.headers[policyHeader];
}
