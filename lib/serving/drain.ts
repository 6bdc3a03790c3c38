import type { Server } from "node:http";
import { setTimeout } from "node:timers/promises";

const LOOK_EVERY = 50;

/** Takes no more connections, lets the requests in flight finish, and gives up on those that take too long. */
export async function drain(server: Server, patience: number): Promise<void> {
  let closed = false;
  server.close(() => {
    closed = true;
  });
  const deadline = performance.now() + patience;
  while (!isClosed() && performance.now() < deadline) {
    // Connections become idle one by one, as their answers are written.
    server.closeIdleConnections();
    await setTimeout(LOOK_EVERY);
  }
  server.closeAllConnections();

  function isClosed(): boolean {
    return closed;
  }
}
