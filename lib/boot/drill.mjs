// Drills: things that have to work on a bad day, done on a good one. None touches the data of npm start.
import fs from "node:fs";
import path from "node:path";

import { clientPaths } from "./drill-clients.mjs";
import { seconds, service } from "./drill-kit.mjs";
import { dataDirectory, root, run, say, Stop } from "./process.mjs";
import { serve } from "./serve.mjs";
import { embedded, localUrl, port } from "./settings.mjs";

const drills = {
  restore,
  compare,
  caches: async () => (await import("./drill-caches.mjs")).caches(),
  amqp: async () => (await import("./drill-amqp.mjs")).amqp(),
  centres: async (args) => (await import("./drill-centres.mjs")).centres(args),
  failures: async () => (await import("./drill-failures.mjs")).failures(),
  upgrade: async (args) => (await import("./drill-upgrade.mjs")).upgrade(args),
};

/** @param args the drill's name and what it wants */
export async function drill([name = "restore", ...args]) {
  if (!Object.hasOwn(drills, name))
    throw new Stop(`Unknown drill "${name}": use ${Object.keys(drills).join(" or ")}.`);
  return drills[name](args);
}

/** Backs up the running demo, starts a second service from the back-up alone, and compares what both answer. */
async function restore() {
  if (!embedded) throw new Stop("The drill takes the demo: unset DATABASE_URL. For yours: drill compare.");
  await serve({ quiet: true });
  const { embeddedIdentity, startPostgres } = await import("./postgres.mjs");
  const { baseBackup } = await import("./base-backup.mjs");
  const address = await startPostgres();
  const paths = await clientPaths(address("aus3"));
  const clusterIn = (directory) => embeddedIdentity(directory).data;
  const restored = `${dataDirectory}-restored`;
  const began = performance.now();
  await baseBackup(address("postgres", "superuser"), clusterIn(dataDirectory), clusterIn(restored));
  fs.copyFileSync(path.join(dataDirectory, "secret"), path.join(restored, "secret"));
  say(`backed up in ${seconds(began)} while it ran`);

  const again = performance.now();
  const url = localUrl.replace(/\d+$/, String(port + 1));
  await service({
    name: "the restored service",
    port: port + 1,
    directory: restored,
    args: ["--empty"],
  }).start();
  say(`restored and serving after ${seconds(again)}`);
  const status = await compareAnswers(localUrl, url, paths);
  await run(process.execPath, [path.join(root, "dist/cli.mjs"), "audit", "verify"], {
    env: { ...process.env, AUS_URL: "", DATA_DIR: restored },
  });
  return status;
}

/** Compares what two services answer, for instance one's own and one that was started from its back-up. */
async function compare([one, other]) {
  if (!URL.canParse(one ?? "") || !URL.canParse(other ?? "")) {
    throw new Stop("Name two addresses: npm run drill compare http://10.0.0.1:3000 http://10.0.0.2:3000");
  }
  if (embedded) throw new Stop("Set DATABASE_URL: the clients to ask for are read from the releases in it.");
  return compareAnswers(one, other, await clientPaths(process.env.DATABASE_URL));
}

async function compareAnswers(one, other, paths) {
  let offers = 0;
  const different = [];
  for (const at of paths) {
    const [a, b] = await Promise.all([answerOf(one + at), answerOf(other + at)]);
    if (a.includes("<update ")) offers++;
    if (a !== b) different.push(at);
  }
  say(`${paths.length} clients asked, ${offers} offered an update, ${different.length} answered otherwise`);
  for (const at of different.slice(0, 10)) console.log(at);
  return different.length === 0 && offers > 0 ? 0 : 1;
}

async function answerOf(url) {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
  return `${response.status} ${response.headers.get("rule-id")} ${await response.text()}`;
}
