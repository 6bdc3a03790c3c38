import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";

import { isDevelopment } from "@/lib/env";
import { readPageBuild } from "@/lib/http/page-build";

import { previewRoute, publicRoot, rawUrlHeader } from "./public-route";

/** The process that serves pages and API, on loopback only. It tells its parent where, and ends with it. */
async function serve(): Promise<void> {
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
  const app = next({ dev: isDevelopment(), dir: process.cwd(), httpServer: server });
  await app.prepare();
  if (!isDevelopment()) readPageBuild();
  const handle = app.getRequestHandler();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    keepRawUrl(request);
    void handle(request, response);
  });
  const upgrade = app.getUpgradeHandler();
  server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
  server.listen(0, "127.0.0.1", () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  // Ctrl-C reaches us as well, but requests in flight are still being answered: the parent says when to go.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
  process.on("disconnect", () => process.exit(0));
}

/**
 * Next redirects and refuses paths that it would write otherwise: clients' paths are kept as they came. Pages learn
 * from the same header what was asked for, to come back to after signing in.
 */
function keepRawUrl(request: IncomingMessage): void {
  const url = request.url ?? "/";
  request.headers[rawUrlHeader] = url;
  const root = publicRoot(url);
  const preview = previewRoute(url);
  if (root !== undefined) request.url = `${root}client`;
  if (preview !== undefined) request.url = `/preview/${preview.token}/client`;
}

await serve();
