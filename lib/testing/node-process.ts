import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { bundle } from "@/lib/boot/build.mjs";
import { freePort } from "@/lib/boot/free-port.mjs";

export { CuttableWay } from "@/lib/boot/drill-way.mjs";

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
  const port = await freePort();
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
