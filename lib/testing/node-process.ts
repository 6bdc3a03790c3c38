import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";

import { bundle } from "@/lib/boot/build.mjs";
import { freePort } from "@/lib/boot/settings.mjs";

const folder = "tests";

/** Builds the node as it is shipped. */
export async function buildNode(): Promise<void> {
  await bundle({
    [`${folder}/node`]: "lib/serving/node.ts",
    [`${folder}/node-worker`]: "lib/serving/node-worker.ts",
    [`${folder}/canary`]: "lib/serving/canary.ts",
  });
}

export type NodeOfTest = { readonly url: string; readonly process: ChildProcess; readonly startedIn: number };

/** Starts a node. @returns it, once it answers */
export async function startNode(settings: Readonly<Record<string, string>>): Promise<NodeOfTest> {
  const port = (await freePort()) as number;
  const began = performance.now();
  const child = fork(path.resolve("dist", folder, "node.mjs"), {
    env: { ...process.env, DATABASE_URL: "", REPLICA_URL: "", PORT: String(port), ...settings },
    execArgv: ["--enable-source-maps"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The node ended with status ${String(code)}`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, "message"), ended]);
  return { url: `http://127.0.0.1:${port}`, process: child, startedIn: performance.now() - began };
}

export async function stopNode({ process: child }: NodeOfTest): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** A way to a database that can be cut. */
export class CuttableWay {
  readonly #target: URL;
  readonly #sockets = new Set<net.Socket>();
  #server: net.Server | null = null;
  #port = 0;

  constructor(address: string) {
    this.#target = new URL(address);
  }

  /** The database's address, by this way. */
  get address(): string {
    const url = new URL(this.#target);
    url.port = String(this.#port);
    return url.toString();
  }

  async open(): Promise<void> {
    const server = net.createServer((socket) => {
      const far = net.connect(Number(this.#target.port), this.#target.hostname);
      for (const [from, to] of [
        [socket, far],
        [far, socket],
      ] as const) {
        this.#sockets.add(from);
        from.on("error", () => undefined).on("close", () => to.destroy());
        from.pipe(to);
      }
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = (server.address() as net.AddressInfo).port;
    this.#server = server;
  }

  /** Lets nothing pass any more, without a word to either side. */
  silence(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    if (!server) return;
    const closed = once(server, "close");
    server.close();
    await closed;
  }
}
