// Measures how fast clients are answered, on a database and data directory of its own.
import fs from "node:fs";
import path from "node:path";

import { bundle } from "./build.mjs";
import { dataDirectory, root, run, say, Stop } from "./process.mjs";
import { checkPort, embedded } from "./settings.mjs";
import { prepare, prepareDatabase } from "./serve.mjs";

const programs = ["main", "load", "bare", "asker"];

export async function bench() {
  if (!embedded)
    throw new Stop("The measurement replaces the whole configuration: unset DATABASE_URL to run it.");
  await checkPort();
  await prepare();
  await bundle(Object.fromEntries(programs.map((name) => [`bench/${name}`, `bench/${name}.ts`])));
  const env = await prepareDatabase({ demo: false });
  const program = (name) => [
    process.execPath,
    ["--enable-source-maps", path.join(root, `dist/bench/${name}.mjs`)],
  ];
  say("loading the configuration");
  await run(...program("load"), { env });
  await run(...program("main"), { env });
  say(`written to ${path.relative(root, path.join(dataDirectory, "result.md"))}`);
  return fs.existsSync(path.join(dataDirectory, "result.md")) ? 0 : 1;
}
