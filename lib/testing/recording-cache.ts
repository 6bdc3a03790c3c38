import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** What a cache was told. Names of headers are in lower case. */
export type Told = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A cache's port that takes methods of every name, which node:http does not, and records what it is told. */
export class RecordingCache {
  readonly told: Told[] = [];
  /** What is answered, one after the other; 200 once there are none left. */
  statuses: number[] = [];
  /** The revisions that its heartbeat tells; the last of them from then on. */
  revisions: number[] = [];
  readonly #server: Server = createServer((socket) => {
    this.#listen(socket);
  });
  readonly #sockets = new Set<Socket>();

  async start(): Promise<void> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #listen(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => this.#sockets.delete(socket));
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const [line = "", ...lines] = text.slice(0, end).split("\r\n");
      const headers = Object.fromEntries(
        lines.map((one) => {
          const colon = one.indexOf(":");
          return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()] as const;
        }),
      );
      const body = text.slice(end + 4);
      if (body.length < Number(headers["content-length"] ?? 0)) return;
      text = "";
      const [method = "", path = ""] = line.split(" ");
      socket.write(this.#answer({ method, path, headers, body }));
    });
  }

  #answer(told: Told): string {
    if (told.path === "/__heartbeat__") {
      const revision = this.revisions.length > 1 ? this.revisions.shift() : this.revisions[0];
      const body = JSON.stringify({ revision });
      return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    }
    this.told.push(told);
    return `HTTP/1.1 ${this.statuses.shift() ?? 200} Whatever\r\nContent-Length: 0\r\n\r\n`;
  }
}
