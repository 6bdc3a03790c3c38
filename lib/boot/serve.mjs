// Runs the service, on the database that its settings name or on the embedded one.
import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";

import { buildPages, buildPrograms } from "./build.mjs";
import { generateClient, installPackages } from "./install.mjs";
import { atEnd, DatabaseAway, dataDirectory, end, root, run, say, Stop } from "./process.mjs";
import { checkPort, embedded, localUrl, ownerAddress, serviceEnv } from "./settings.mjs";

/** A client of the demo that is offered an update. */
const demoClient =
  "/update/3/Heron/97.0.1/20261020130455/Linux_x86_64-gcc3/de/release/Linux/default/default/update.xml?force=1";

const program = (name) => path.join(root, "dist", `${name}.mjs`);

/**
 * Everything from a fresh clone to a running service.
 * @param options.development Next's development server, with pages that follow the sources
 * @param options.demo whether an empty embedded database gets the demo data
 * @param options.quiet whether nobody needs to be told where to go
 */
export async function serve({ development = false, demo = true, quiet = false } = {}) {
  await checkPort();
  await prepare({ development });
  const env = await prepareDatabase({ demo }).catch(withoutDatabase);
  if (development) env.NODE_ENV = "development";
  if (!isDatabaseAway) await run(process.execPath, [program("sign-in"), localUrl], { env });
  say("starting");
  await startFront(env);
  fs.writeFileSync(path.join(dataDirectory, "url"), `${env.AUS_URL || localUrl}\n`);
  if (!quiet) welcome();
}

let isDatabaseAway = false;

/** Clients can be answered from what was served last; everything else waits for the database. */
function withoutDatabase(error) {
  if (!(error instanceof DatabaseAway) || !fs.existsSync(path.join(dataDirectory, "snapshot/newest"))) {
    throw error;
  }
  say(`${error.message}. Clients are answered from the last snapshot; a new schema waits for the next start`);
  isDatabaseAway = true;
  return serviceEnv();
}

/** Makes the first account of a service on a database of one's own. */
export async function addAdministrator([email]) {
  if (embedded) throw new Stop("Set DATABASE_URL: the embedded demo has its administrator.");
  if (!/^[^@\s]+@[^@\s]+$/.test(email ?? "")) throw new Stop("Name the administrator's e-mail address.");
  await installPackages();
  await generateClient();
  await buildPrograms();
  const env = await prepareDatabase({ demo: false });
  await run(process.execPath, [program("add-administrator"), email], { env });
  await end(0);
}

/** Everything that must be there before anything is run. */
export async function prepare({ development = false } = {}) {
  await installPackages();
  await generateClient();
  if (!development) await buildPages();
  await buildPrograms();
}

/** @returns the settings to serve with, on a database that is migrated and, if it is ours, has somebody in it */
export async function prepareDatabase({ demo }) {
  fs.mkdirSync(dataDirectory, { recursive: true });
  const { migrate, checkRights } = await import("./migrate.mjs");
  if (!embedded) {
    await migrate(ownerAddress ?? process.env.DATABASE_URL);
    await checkRights(process.env.DATABASE_URL);
    return serviceEnv();
  }
  const { startPostgres } = await import("./postgres.mjs");
  const address = await startPostgres();
  const env = serviceEnv(address("aus3"));
  await migrate(address("aus3", "owner"));
  if (demo && fs.existsSync(program("seed"))) await run(process.execPath, [program("seed")], { env });
  if (fs.existsSync(program("administrator")))
    await run(process.execPath, [program("administrator")], { env });
  return env;
}

async function startFront(env) {
  const front = fork(program("front"), { env, cwd: root, execArgv: ["--enable-source-maps"] });
  const ended = once(front, "exit");
  let stopping = false;
  atEnd(async () => {
    stopping = true;
    if (front.exitCode === null && front.signalCode === null) front.kill("SIGTERM");
    await ended;
  });
  const ready = once(front, "message");
  void ended.then(([code, signal]) => {
    if (stopping) return undefined;
    console.error(`The service ended by itself (${signal ?? `exit status ${code}`}).`);
    return end(1);
  });
  const first = await Promise.race([ready.then(() => "ready"), ended.then(() => "ended")]);
  if (first === "ended") throw new Stop("The service could not start; the lines above say why.");
}

function welcome() {
  say(`ready on ${localUrl}`);
  if (!embedded) return;
  console.log(`
  Dashboard      ${localUrl}
  Sign in as     viewer@example.com, driver@example.com, manager@example.com or admin@example.com
  Password       demo-demo-demo
  Command line   npx aus status
  A client       curl '${localUrl}${demoClient}'

  This is a demo on a database of its own in ${path.relative(process.cwd(), dataDirectory) || "."}. README.md says how to run it for real.
  Ctrl-C stops it.
`);
}
