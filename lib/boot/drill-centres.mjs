// The drill of data centres: two of them, 80 ms and a wire that loses packets apart. Every change has to be live on every
// node within seconds, and what was cut off has to agree within seconds when it is back.
import path from "node:path";

import { checks, need, needRoot, pause, Program, seconds, within } from "./drill-kit.mjs";
import { changesOf, startCentres, watchAnswers } from "./drill-centres-parts.mjs";
import { dataDirectory, root, say, Stop } from "./process.mjs";
import { prepare } from "./serve.mjs";
import { checkPort, embedded, port } from "./settings.mjs";
import { ends, insideOf, layWire, makeNamespaces, wirePrograms } from "./wire.mjs";

const [here, there] = ends;
const usual = 100;
/** Milliseconds in which a change should be everywhere. */
const soon = 5_000;
const cutFor = 15_000;
/** In which the service has to have heard of it. */
const heardAfter = 15_000;

/** @param args how many changes are made, 100 unless given. @returns 0 when all nodes agreed in time */
export async function centres(args) {
  const isInside = args[0] === "inside";
  const count = Number(args.at(isInside ? 1 : 0) ?? usual);
  if (!Number.isInteger(count) || count < 1) throw new Stop("Name a number of changes, such as 100.");
  if (!embedded) throw new Stop("The drill takes the demo: unset DATABASE_URL.");
  needRoot("only root makes network namespaces.");
  need(wirePrograms);
  if (isInside) return insideCentre(count);
  await checkPort();
  await prepare();
  makeNamespaces();
  const program = [process.execPath, path.join(root, "lib/boot/run.mjs")];
  const drill = new Program({
    name: "the drill",
    command: [...program, "drill", "centres", "inside", String(count)],
    env: { ...process.env, ...service },
    inside: insideOf(here),
    shown: true,
  });
  return (await (await drill.start()).end()) ?? 1;
}

/** Settings of the service, which is a node as well, reached from both centres. */
const service = {
  DATA_DIR: dataDirectory,
  HOST: "0.0.0.0",
  AUS_NODE: "here-service",
  AUS_DATA_CENTRE: "here",
  AUS_PROBE: "off",
};

async function insideCentre(count) {
  const { check, status } = checks();
  const wire = await layWire({ delay: 40, loss: 2 });
  const { ask, nodes } = await startCentres();
  await measureWire(check);
  const rule = await changesOf(ask);
  const watch = await watchAnswers(nodes, rule.path);
  if (!(await watch.arrivals(0, rule.first, 30_000)).isComplete) throw new Stop("The nodes do not agree");
  const drill = { ask, check, nodes, watch };

  const changed = await series(drill, count, rule.change);
  summary(check, "changes", changed);
  await comparedWithService(drill, changed);
  const switched = await series(drill, 2 * Math.ceil(count / 10), rule.switch);
  summary(check, "shut-offs, on and off again", switched);
  await comparedWithService(drill, switched);
  await cutAndMended(drill, wire, rule);
  const { asked, failed } = watch.count();
  check(failed === 0, `${failed} of ${asked} answers failed`);
  return status();
}

/** What the wire does, by what connections take. */
async function measureWire(check) {
  const asked = { host: here.address, port, count: 400, atOnce: 20 };
  const command = [
    process.execPath,
    path.join(root, "lib/boot/drill-watcher.mjs"),
    "connect",
    JSON.stringify(asked),
  ];
  const watcher = await new Program({ name: "the watcher", command, inside: insideOf(there) }).start();
  await watcher.end();
  const took = JSON.parse(watcher.text);
  const median = took[took.length / 2];
  // A connection whose first packet was lost, or its answer, is tried again after a second.
  const lost = (100 * took.filter((one) => one > 500).length) / took.length;
  check(
    median > 78 && median < 100,
    `a round trip over the wire takes ${median.toFixed(1)} ms, ${lost.toFixed(1)} % of them lose a packet`,
  );
}

/** Does one change after another, each when the one before is everywhere. Times count from when it was enacted. */
async function series({ ask, nodes, watch }, count, change) {
  const all = [];
  for (let i = 0; i < count; i++) {
    // Else the next change would always come right after the replica was asked.
    await pause(Math.random() * 1_000);
    const sentAt = Date.now();
    const { revision, answer } = await change();
    const answered = Date.now() - sentAt;
    const { at, isComplete } = await watch.arrivals(sentAt, answer, 4 * soon);
    if (!isComplete) say(`revision ${revision} was only on ${[...at.keys()].join(", ")}`);
    const enactedAt = Date.parse((await revisionOf(ask, revision)).enactedAt);
    const took = Object.fromEntries(nodes.map(({ name }) => [name, (at.get(name) ?? Infinity) - enactedAt]));
    const slowest = Math.max(...Object.values(took));
    all.push({ revision, at: Math.max(...at.values()), took, slowest, answered });
  }
  return all;
}

/** How the service says that a revision came to the nodes. */
async function revisionOf(ask, revision) {
  const { revisions } = await ask("/nodes");
  return revisions.find((one) => one.revision === revision);
}

function summary(check, what, all) {
  for (const name of Object.keys(all[0].took)) say(`${name}: ${figures(all.map(({ took }) => took[name]))}`);
  say(`the service took, before it said that they were enacted: ${figures(all.map((one) => one.answered))}`);
  const slowest = all.map((one) => one.slowest);
  check(
    quantile(slowest, 0.99) <= soon,
    `${all.length} ${what} were on all nodes in time: ${figures(slowest)}`,
  );
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

function figures(values) {
  const said = [0.5, 0.95, 0.99, 1].map((share) => `${(quantile(values, share) / 1000).toFixed(2)} s`);
  return `p50 ${said[0]}, p95 ${said[1]}, p99 ${said[2]}, max ${said[3]}`;
}

/** What the page of nodes tells of the last changes has to be what was seen. */
async function comparedWithService({ ask, check, nodes }, all) {
  const last = all.slice(-10);
  const began = performance.now();
  let told = [];
  const isTold = async () => {
    const { revisions } = await ask("/nodes");
    const of = (revision) => revisions.find((one) => one.revision === revision);
    told = last.map((one) => ({ ...one, told: of(one.revision) }));
    return told.every((one) => one.told?.nodes === nodes.length && one.told.everywhereAt !== null);
  };
  const isSaid = await within(heardAfter, isTold);
  check(isSaid, `the service says "live on all ${nodes.length} nodes" of them, after ${seconds(began)}`);
  if (!isSaid) return;
  const off = told.map((one) => Math.abs(Date.parse(one.told.everywhereAt) - one.at));
  check(Math.max(...off) <= 1_000, `and since when, which is ${Math.max(...off)} ms off at most`);
}

async function cutAndMended({ ask, check, nodes, watch }, wire, rule) {
  const [near, far] = [nodes.filter((one) => !one.isFar), nodes.filter((one) => one.isFar)];
  const names = (some) => some.map(({ name }) => name);
  await wire.cut();
  const cutAt = Date.now();
  say("the wire was cut");
  const { answer, revision } = await rule.change();
  const { at } = await watch.arrivals(cutAt, answer, soon, names(near));
  check(at.size === near.length, `a change is on all ${near.length} nodes on this side`);
  const alarmed = async () => {
    const { alarms } = await ask("/nodes");
    return names(far).every((name) => alarms.some(({ node }) => node === name));
  };
  const left = () => cutAt + cutFor - Date.now();
  const isAlarmed = await within(left(), alarmed);
  check(
    isAlarmed,
    `an alarm names each node that was cut off, after ${((Date.now() - cutAt) / 1000).toFixed(1)} s`,
  );
  await pause(Math.max(0, left()));
  const early = await watch.arrivals(cutAt, answer, 0, names(far));
  check(early.at.size === 0, `what was cut off for ${cutFor / 1000} s answers as before`);

  const mendedAt = Date.now();
  await wire.mend();
  const back = await watch.arrivals(mendedAt, answer, 12 * soon, names(far));
  for (const [name, at] of back.at) say(`${name} agrees ${((at - mendedAt) / 1000).toFixed(1)} s after it`);
  const slowest = Math.max(...names(far).map((name) => (back.at.get(name) ?? Infinity) - mendedAt));
  check(slowest <= soon, `the wire is back, and all nodes agree after ${(slowest / 1000).toFixed(1)} s`);
  const isWell = async () => {
    const { alarms } = await ask("/nodes");
    const ours = alarms.filter(({ node }) => names(nodes).includes(node));
    return ours.length === 0 && (await revisionOf(ask, revision)).everywhereAt !== null;
  };
  const isWellAgain = await within(mendedAt + heardAfter - Date.now(), isWell);
  check(isWellAgain, `no alarm is left after ${((Date.now() - mendedAt) / 1000).toFixed(1)} s`);
}
