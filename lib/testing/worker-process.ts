import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { bundle } from "@/lib/boot/build.mjs";

const name = "worker-of-tests";

/** Builds the worker as it is shipped. */
export async function buildWorker(): Promise<void> {
  await bundle({ [name]: "lib/jobs/worker.ts" });
}

/** Starts a worker process. @returns it, once it runs */
export async function startWorkerProcess(): Promise<ChildProcess> {
  const child = fork(path.resolve("dist", `${name}.mjs`), { execArgv: ["--enable-source-maps"] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The worker ended with status ${code}`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, "message"), ended]);
  return child;
}

/** Ends worker processes, those that have not ended yet. */
export async function stopWorkerProcesses(children: readonly ChildProcess[]): Promise<void> {
  const alive = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(
    alive.map(async (child) => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }),
  );
}
