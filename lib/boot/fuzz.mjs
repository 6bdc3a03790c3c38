// Asks the running service hostile requests, on a database and data directory of its own.
import path from "node:path";

import { bundle } from "./build.mjs";
import { installPackages } from "./install.mjs";
import { root, run, say, Stop } from "./process.mjs";
import { serve } from "./serve.mjs";
import { embedded, serviceEnv } from "./settings.mjs";

/** @param args "api" for requests of the API instead of clients'; how many; and the seed that they are made from */
export async function fuzz(args) {
  if (!embedded) throw new Stop("Hostile requests are asked of the demo: unset DATABASE_URL to run them.");
  return args[0] === "api" ? fuzzApi(args.slice(1)) : fuzzClients(args);
}

async function fuzzClients(args) {
  await serve({ quiet: true });
  await ask("fuzz", args, serviceEnv());
  return 0;
}

/** What it asks is done as well: it begins with the demo as it was. */
async function fuzzApi(args) {
  await installPackages();
  const { dropDatabase } = await import("./migration-engine.mjs");
  const { startPostgres } = await import("./postgres.mjs");
  const address = await startPostgres();
  await dropDatabase(address("aus3", "superuser"));
  await serve({ quiet: true });
  await ask("fuzz-api", args, serviceEnv(address("aus3")));
  return 0;
}

async function ask(program, args, env) {
  await bundle({ [`bench/${program}`]: `bench/${program}.ts` });
  say("asking");
  await run(process.execPath, [path.join(root, `dist/bench/${program}.mjs`), ...args], { env });
}
