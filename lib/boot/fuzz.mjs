// Asks the running service a million hostile requests, on a database and data directory of its own.
import path from "node:path";

import { bundle } from "./build.mjs";
import { root, run, say, Stop } from "./process.mjs";
import { serve } from "./serve.mjs";
import { embedded, serviceEnv } from "./settings.mjs";

/** @param args how many requests, and the seed that they are made from */
export async function fuzz(args) {
  if (!embedded) throw new Stop("Hostile requests are asked of the demo: unset DATABASE_URL to run them.");
  await serve({ quiet: true });
  await bundle({ "bench/fuzz": "bench/fuzz.ts" });
  say("asking");
  await run(process.execPath, [path.join(root, "dist/bench/fuzz.mjs"), ...args], { env: serviceEnv() });
  return 0;
}
