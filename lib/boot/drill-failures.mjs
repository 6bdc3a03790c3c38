// The drill of failures: whatever fails behind them, clients are answered, and rightly.
import fs from "node:fs";
import path from "node:path";

import { clientPaths } from "./drill-clients.mjs";
import { checks, need, pause, within } from "./drill-kit.mjs";
import { nodeFailures } from "./drill-failures-node.mjs";
import { settingFailures } from "./drill-failures-settings.mjs";
import { arrivesLate, drillDirectory, inWords, siteNode, siteService, startSite } from "./drill-site.mjs";
import { CuttableWay } from "./drill-way.mjs";
import { dataDirectory, say, Stop } from "./process.mjs";
import { killPrimary, startReplica } from "./replica.mjs";
import { prepare, prepareDatabase } from "./serve.mjs";
import { embedded } from "./settings.mjs";
import { smallDisk } from "./small-disk.mjs";
import { startPostgres } from "./postgres.mjs";

/** Milliseconds for which what failed is away. */
const away = 15_000;

/** @returns 0 when no client was left without the right answer */
export async function failures() {
  if (!embedded) throw new Stop("The drill breaks its database: unset DATABASE_URL.");
  need(["nginx"]);
  await prepare();
  const { check, status } = checks();
  const site = await startAll(check);
  await site.phase("the primary is killed, and started again after 15 s", () => losePrimary(site));
  await site.phase("the replica is killed, and started again", () => loseReplica(site));
  await site.phase("the network between nodes and databases falls silent for 15 s", () => cutNetwork(site));
  await site.phase("the service is killed, and started again", () => loseService(site));
  await site.phase("pages and worker of the service hang for 15 s", () => hangService(site));
  await nodeFailures(site);
  await settingFailures(site);
  await control(site);
  return status();
}

/** A node on the primary, which tells of itself there, and one on a replica, which tells the service. */
async function startAll(check) {
  const work = drillDirectory("failures");
  await prepareDatabase({ demo: true });
  const address = await startPostgres();
  const superuser = address("postgres", "superuser");
  const replica = await startReplica(
    { primary: superuser },
    { name: "failures", directory: path.join(dataDirectory, "failures-replica") },
  );
  const primary = {
    kill: killPrimary,
    start: () => startPostgres({ port: Number(new URL(superuser).port) }),
  };
  const service = await siteService({ work, name: "service", address });
  await service.program.start();
  const ways = {
    primary: await new CuttableWay(address("aus3")).open(),
    replica: await new CuttableWay(replica.address("aus3")).open(),
  };
  const disk = smallDisk(path.join(dataDirectory, "failures-disk"), 4);
  const near = await siteNode({
    work,
    name: "near",
    env: { DATABASE_URL: ways.primary.address },
    ...(disk && { directory: disk.directory }),
  });
  const far = await siteNode({
    work,
    name: "far",
    env: { REPLICA_URL: ways.replica.address, AUS_REPORT_URL: service.url },
  });
  const nodes = [near, far];
  for (const { program } of nodes) await program.start();
  const site = await startSite({ work, service, nodes, check, paths: await clientPaths(address("aus3")) });
  return { ...site, work, check, address, primary, replica, ways, disk, near, far };
}

async function losePrimary({ primary, apiAnswers, changeArrives }) {
  await primary.kill();
  await pause(away);
  await primary.start();
  await apiAnswers("the primary is back");
  await changeArrives("after it", arrivesLate);
}

async function loseReplica({ replica, far, near, change, check, alarms }) {
  await replica.kill();
  await change.begin();
  await alarms(far.name, "database-away");
  await alarms(far.name, "behind");
  check(await change.isLive([near.url]), "the other node follows the primary");
  await replica.start();
  const began = performance.now();
  const took = await change.arrived([near.url, far.url]);
  check(
    took !== null && performance.now() - began <= arrivesLate,
    "the change arrives once the replica is back",
  );
}

async function cutNetwork({ ways, near, far, urls, change, check, alarms }) {
  for (const way of Object.values(ways)) way.silence();
  const began = performance.now();
  await change.begin();
  await alarms(far.name, "behind");
  await alarms(near.name, "silent");
  await pause(away - (performance.now() - began));
  ways.primary.resume();
  ways.replica.forget();
  const back = performance.now();
  const isLive = (await change.arrived(urls)) !== null;
  const took = performance.now() - back;
  check(
    isLive && took <= 5_000,
    `what changed meanwhile is ${isLive ? "" : "not "}on all nodes ${inWords(took)} after the network is back`,
  );
}

async function loseService({ service, apiAnswers, changeArrives }) {
  await service.program.kill();
  await pause(5_000);
  await service.program.start();
  await apiAnswers("the service is back");
  await changeArrives("after it");
}

/** Page process and worker stop without a word; the process that answers clients goes on. */
async function hangService({ service, change, check, apiAnswers, changeArrives }) {
  const hung = childrenOf(service.program.pid, /dist\/(web|worker)\.mjs/);
  check(hung.length === 2, "there are a page process and a worker to stop");
  for (const pid of hung) process.kill(pid, "SIGSTOP");
  const until = performance.now() + away;
  let asked = 0;
  let right = 0;
  while (performance.now() < until) {
    asked++;
    if (await change.isNow(service.url)) right++;
    await pause(50);
  }
  for (const pid of hung) process.kill(pid, "SIGCONT");
  check(asked === right && asked > 0, `the service itself answers clients rightly: ${right} of ${asked}`);
  await apiAnswers("they go on");
  await changeArrives("after it");
}

/** Wrong and failed answers have to be noticed: a change that the clients are not told of, and no node at all. */
async function control({ change, load, nodes, urls, check }) {
  say("— that the drill can fail");
  await load.settle();
  await change.secretly();
  await within(10_000, () => change.isLive(urls));
  await pause(1_000);
  const { wrong } = await load.figures();
  check(wrong > 0, `answers that are not expected are noticed: ${wrong} wrong`);
  for (const { program } of nodes) await program.kill();
  await pause(1_000);
  const { failed } = await load.figures();
  check(failed > 0, `clients that are not answered are noticed: ${failed} failed`);
}

/** The processes below one whose command is like that. */
function childrenOf(pid, command) {
  const all = fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(/\) \S (\d+)/.exec(fs.readFileSync(`/proc/${name}/stat`, "utf8"))?.[1]);
        return [{ pid: Number(name), parent, said: fs.readFileSync(`/proc/${name}/cmdline`, "utf8") }];
      } catch {
        return [];
      }
    });
  const below = (of) => all.filter(({ parent }) => parent === of).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid)
    .filter(({ said }) => command.test(said))
    .map((one) => one.pid);
}
