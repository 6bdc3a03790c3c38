import fs from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";

import { Tinypool } from "tinypool";

import { doJob, type FoundBy, type Given, type JobKind } from "./job";

/** Where the programs are that `npm start` builds; tests and the development server may have none. */
const program = () => path.join(process.cwd(), "dist", "analysis.mjs");

/** A thread takes longer to start than most jobs take, so the next job finds it still there. */
const keptIdle = 60_000;
/** A change waits for its job inside its transaction: long looks at large configurations must not hold it up. */
const fewestThreads = 4;

let threads: Tinypool | undefined;

function startThreads(): Tinypool {
  return new Tinypool({
    filename: program(),
    name: "work",
    minThreads: 0,
    maxThreads: Math.max(fewestThreads, availableParallelism()),
    idleTimeout: keptIdle,
  });
}

/** Does a job in a thread beside, so that requests are answered meanwhile. */
export async function doBeside<Kind extends JobKind>(kind: Kind, given: Given<Kind>): Promise<FoundBy<Kind>> {
  if (!fs.existsSync(program())) return doJob(kind, given);
  threads ??= startThreads();
  return (await threads.run({ kind, given })) as FoundBy<Kind>;
}
