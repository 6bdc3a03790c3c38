import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";

import { doJob, type FoundBy, type Given, type JobKind } from "./job";

/** Where the programs are that `npm start` builds; tests and the development server may have none. */
const program = () => path.join(process.cwd(), "dist", "analysis.mjs");

/** Does a job in a thread of its own, so that requests are answered meanwhile. */
export async function doBeside<Kind extends JobKind>(kind: Kind, given: Given<Kind>): Promise<FoundBy<Kind>> {
  if (!fs.existsSync(program())) return doJob(kind, given);
  // Next's bundler would take `new Worker` for a module of the pages, which this program is not.
  const worker = Reflect.construct(Worker, [program(), { workerData: { kind, given } }]);
  try {
    const [found] = (await once(worker, "message")) as [FoundBy<Kind>];
    return found;
  } finally {
    await worker.terminate();
  }
}
