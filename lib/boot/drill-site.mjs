// What the drills of failures and of upgrades happen to: a service, nodes, nginx before these, and clients that ask all
// the while.
import fs from "node:fs";
import path from "node:path";

import { balancerConfiguration } from "./drill-balancer.mjs";
import { Alternation } from "./drill-change.mjs";
import { Program, service, servingNode, signedIn, within } from "./drill-kit.mjs";
import { judgeFigures, startLoad } from "./drill-load.mjs";
import { freePort } from "./free-port.mjs";
import { dataDirectory, say, Stop } from "./process.mjs";

/** Milliseconds in which a change has to be everywhere; what was cut off before may need longer to find back. */
const arrives = 5_000;
export const arrivesLate = 10_000;

/** What all programs of a site are told. */
export const siteSettings = {
  AUS_SECRET: "a secret of drills, on which nothing depends",
  AUS_ENVIRONMENT: "demo",
  AUS_PROBE: "off",
  HOST: "127.0.0.1",
  TRUSTED_PROXIES: "1",
  LOG_LEVEL: "info",
};

/** An empty directory for a drill. */
export function drillDirectory(name) {
  const work = path.join(dataDirectory, name);
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  return work;
}

/**
 * A service of the site, not started.
 * @param options.address gives the database's address by its name and by who is to use it
 * @param options.home the checkout whose program it is
 */
export async function siteService({ work, name, address, home, port }) {
  const at = port ?? (await freePort());
  const directory = path.join(work, name);
  fs.mkdirSync(directory, { recursive: true });
  const database = { DATABASE_URL: address("aus3"), DATABASE_OWNER_URL: address("aus3", "owner") };
  const env = { ...siteSettings, ...database, AUS_NODE: name };
  return { name, port: at, url: urlOf(at), program: service({ name, port: at, directory, env, home }) };
}

/** A node of the site, not started. One process answers, so that all that it answers has one order. */
export async function siteNode({ work, name, env, home, port, directory = path.join(work, name) }) {
  const at = port ?? (await freePort());
  fs.mkdirSync(directory, { recursive: true });
  const settings = { ...siteSettings, AUS_DATA_CENTRE: "the drill", WORKERS: "1", ...env };
  const program = servingNode({ name, port: at, directory, env: settings, home });
  return { name, port: at, url: urlOf(at), directory, program };
}

/**
 * Puts nginx before nodes, and clients before nginx.
 * @param options.service where changes are made, which runs
 * @param options.nodes that run
 * @param options.paths what to choose from to ask
 * @param options.check says whether something is as it has to be
 */
export async function startSite({ work, service, nodes, paths, check, perSecond = 500 }) {
  const front = await freePort();
  const ports = nodes.map(({ port }) => port);
  const args = balancerConfiguration({ work: path.join(work, "nginx"), port: front, nodes: ports });
  await new Program({ name: "nginx", command: ["nginx", ...args], ready: front, patience: 15_000 }).start();
  let asks = await signedIn(service.url);
  const ask = (...said) => asks(...said);
  /** From now on another service is asked. */
  const through = async (other) => void (asks = await signedIn(other.url));
  const change = new Alternation(ask);
  const urls = nodes.map(({ url }) => url);
  await change.record(urls[0], paths);
  if (!(await within(10_000, () => change.isLive(urls)))) throw new Stop("The nodes do not agree.");
  const load = startLoad({ url: urlOf(front), bodies: change.bodies, current: change.current, perSecond });
  change.watch(load);
  await load.begin();
  const names = Object.fromEntries(nodes.map(({ name, port }) => [`127.0.0.1:${port}`, name]));
  say(`${Object.keys(change.bodies).length} clients' requests, ${perSecond} a second, through nginx`);

  /** Does something while clients ask, and says what these were answered. */
  async function phase(name, action) {
    say(`— ${name}`);
    await action();
    judgeFigures(await load.figures(), { check, phase: name, names });
  }

  /** Makes the change, and waits until it is everywhere. */
  async function changeArrives(when, most = arrives) {
    await change.begin();
    const took = await change.arrived(urls);
    const isRight = took !== null && took <= most;
    check(
      isRight,
      `a change ${when} is live on all nodes after ${took === null ? "more than 20 s" : inWords(took)}`,
    );
  }

  /** Whether the page of nodes tells of something within that time. */
  async function alarms(node, code, { detail = /./, patience = 20_000 } = {}) {
    let found;
    const isTold = async () => {
      const told = await ask("/nodes").catch(() => ({ alarms: [] }));
      found = told.alarms.find((one) => one.node === node && one.code === code && detail.test(one.detail));
      return found !== undefined;
    };
    const isRight = await within(patience, isTold);
    check(isRight, `the alarm "${code}" of ${node}: ${found?.detail ?? "not told"}`);
  }

  /** Waits until the API answers. */
  async function apiAnswers(after, patience = 30_000) {
    const began = performance.now();
    const answers = () =>
      ask("/status").then(
        () => true,
        () => false,
      );
    check(
      await within(patience, answers),
      `the API answers ${inWords(performance.now() - began)} after ${after}`,
    );
  }

  return { service, nodes, urls, ask, through, change, load, phase, changeArrives, alarms, apiAnswers };
}

export const inWords = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

const urlOf = (port) => `http://127.0.0.1:${port}`;
