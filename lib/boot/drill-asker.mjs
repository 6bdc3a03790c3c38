// A process that asks, at an even pace, what clients ask, and checks every answer. drill-load.mjs starts it.
import http from "node:http";

import { Verdict } from "./drill-verdict.mjs";

/** Milliseconds after which a client has waited too long. */
const patience = 2_000;
const tick = 10;
/** Of what is late because this process could not run, no more is made up for at once. */
const mostAtOnce = 40;
const mostExamples = 5;

const agent = new http.Agent({ keepAlive: true, maxSockets: 32, scheduling: "fifo" });

let verdict;
let order;
let figures = noFigures();
let position = 0;

function noFigures() {
  return { answered: 0, failed: 0, wrong: 0, slowest: 0, byNode: {}, examples: [] };
}

const orders = {
  begin(given) {
    order = given;
    verdict = new Verdict(given.bodies, given.current);
    keepPace(given.perSecond);
  },
  change: ({ to }) => verdict.change(to),
  settle: () => verdict.settle(),
  /** Tells what came of everything since it was last told. */
  tell: () => {
    const told = figures;
    figures = noFigures();
    return told;
  },
};

function keepPace(perSecond) {
  const paths = Object.keys(order.bodies);
  const began = performance.now();
  let sent = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1000);
    sent = Math.max(sent, due - mostAtOnce);
    for (; sent < due; sent++) ask(paths[position++ % paths.length]);
  }, tick);
}

function ask(path) {
  const began = performance.now();
  const question = verdict.ask();
  let isOver = false;
  const over = (count) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(waited);
    figures.slowest = Math.max(figures.slowest, performance.now() - began);
    count();
  };
  const fail = (why) => over(() => note("failed", `${path}: ${why}`));
  const request = http.get(order.url + path, { agent, headers: order.headers }, (response) => {
    const node = lastNode(response.headers["x-node"]);
    const pieces = [];
    response.on("data", (piece) => pieces.push(piece));
    response.on("error", (error) => fail(error.message));
    response.on("end", () => over(() => count({ path, node, question, response, pieces })));
  });
  request.on("error", (error) => fail(error.message));
  const waited = setTimeout(() => {
    fail(`no answer within ${patience} ms`);
    request.destroy();
  }, patience);
}

function count({ path, node, question, response, pieces }) {
  if (response.statusCode !== 200) {
    note("failed", `${path}: status ${response.statusCode} of ${node}`);
    return;
  }
  figures.answered++;
  figures.byNode[node] = (figures.byNode[node] ?? 0) + 1;
  const fault = verdict.judge(question, { path, node, body: Buffer.concat(pieces).toString() });
  if (fault !== null) note("wrong", `${path} of ${node}: ${fault}`);
}

function note(kind, what) {
  figures[kind]++;
  if (figures.examples.length < mostExamples) {
    figures.examples.push(`${new Date().toISOString()} ${kind}: ${what}`);
  }
}

/** nginx names all that it tried. */
const lastNode = (said) =>
  String(said ?? "?")
    .split(", ")
    .at(-1);

process.on("message", ({ id, kind, ...given }) => {
  process.send({ id, said: orders[kind](given) ?? null });
});
process.on("disconnect", () => process.exit(0));
// Who is stopped by Ctrl-C is told so by its parent.
process.on("SIGINT", () => undefined);
