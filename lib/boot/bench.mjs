// Measures how fast clients are answered, on a database and data directory of its own.
import fs from "node:fs";
import path from "node:path";

import { bundle } from "./build.mjs";
import { generateClient, installPackages } from "./install.mjs";
import { atEnd, dataDirectory, root, run, say, Stop } from "./process.mjs";
import { checkPort, embedded, serviceEnv } from "./settings.mjs";
import { prepare, prepareDatabase } from "./serve.mjs";

const programs = ["load", "bare", "asker"];
const databases = {
  verify: "aus3_bench_record",
  growth: "aus3_bench_growth",
  pages: "aus3_bench_pages",
  submit: "aus3_bench_submit",
  scroll: "aus3_bench_scroll",
};
/** What asks a running service. */
const served = ["pages", "submit", "scroll"];

/** What asks nodes on the same configuration as the measurement without a name. */
const loaded = ["nodes", "counting"];

/** What needs neither database nor service. */
const alone = ["analysis", "shadow", "size"];

/** @param what "analysis": what is found out of changes, in one process; "shadow": how an old and a new service are compared; "verify": the record instead of the answers; "growth": what a nightly day adds; "pages": the dashboard; "scroll": how smoothly a browser scrolls its rules, and when it shows changes; "submit": builds by many jobs at once; "nodes": nodes of one and two processes, and nginx; "counting": what counting traffic costs; "size": how decisions and memory grow */
export async function bench([what]) {
  if (!embedded)
    throw new Stop("The measurement replaces the whole configuration: unset DATABASE_URL to run it.");
  const known = [...Object.keys(databases), ...alone, ...loaded];
  if (what !== undefined && !known.includes(what))
    throw new Stop(`There is no measurement "${what}": leave it out, or take ${known.join(", ")}.`);
  if (alone.includes(what)) return benchAlone(what);
  if (what === undefined || loaded.includes(what)) return benchAnswers(what ?? "main");
  return benchOnOwnDatabase(what);
}

/** On a database of its own, which goes away afterwards. */
async function benchOnOwnDatabase(what) {
  if (served.includes(what)) {
    await checkPort();
    await prepare();
  } else {
    await installPackages();
    await generateClient();
  }
  await bundle({ [`bench/${what}`]: `bench/${what}.ts` });
  const { dropDatabase } = await import("./migration-engine.mjs");
  const { migrate } = await import("./migrate.mjs");
  const { startPostgres } = await import("./postgres.mjs");
  const address = await startPostgres();
  const superuser = address(databases[what], "superuser");
  await dropDatabase(superuser);
  await migrate(address(databases[what], "owner"), { quiet: true });
  atEnd(() => dropDatabase(superuser));
  const browser = what === "scroll" ? await (await import("./browser.mjs")).findBrowser() : {};
  const env = { ...serviceEnv(address(databases[what])), ...browser, BENCH_SUPERUSER_URL: superuser };
  await run(process.execPath, ["--enable-source-maps", path.join(root, `dist/bench/${what}.mjs`)], { env });
  return 0;
}

async function benchAlone(what) {
  await installPackages();
  await generateClient();
  await bundle({ [`bench/${what}`]: `bench/${what}.ts` });
  // A thousand releases take more memory than Node takes by itself.
  const options = what === "size" ? ["--expose-gc", "--max-old-space-size=12288"] : [];
  await run(process.execPath, [
    ...options,
    "--enable-source-maps",
    path.join(root, `dist/bench/${what}.mjs`),
  ]);
  return 0;
}

async function benchAnswers(what) {
  await checkPort();
  await prepare();
  const entries = [what, ...programs].map((name) => [`bench/${name}`, `bench/${name}.ts`]);
  await bundle(Object.fromEntries(entries));
  const env = await prepareDatabase({ demo: false });
  const program = (name) => [
    process.execPath,
    ["--enable-source-maps", path.join(root, `dist/bench/${name}.mjs`)],
  ];
  say("loading the configuration");
  await run(...program("load"), { env });
  await run(...program(what), { env });
  say(`written to ${path.relative(root, path.join(dataDirectory, "result.md"))}`);
  return fs.existsSync(path.join(dataDirectory, "result.md")) ? 0 : 1;
}
