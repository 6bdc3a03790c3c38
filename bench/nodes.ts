import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";

import { distinctClients, type Order } from "./asker-order";
import { startAsker } from "./asking";
import { constantBody } from "./constant";
import { cacheBefore, hasNginx, staticFile } from "./nginx";
import { asTable, median, summarize, type Measured } from "./report";
import { startNode, type StartedNode } from "./node";
import { processorTimeOfAll, startOnPort } from "./subject";

const rounds = 3;
const seconds = 5;
/** For each process that answers: with fewer it would wake more often for the same work. */
const connections = 32;
const bareServer = "bare node:http";
const oneCore = "node, one process";
const twoCores = "node, two processes";
const fileOfNginx = "nginx, a file of this size";
const cold = "nginx with an empty cache, before a node";
const warm = "the same, answered from its cache";

type Target = { port: number; pid: number; constantBody: string | null; processes?: number };

const dist = path.resolve("dist");
const environment = process.env;
const directory = path.resolve(environment["DATA_DIR"] ?? ".data");

/** What nginx keeps it must not have to ask for again while it is measured. */
const settingsFor = (workers: number) => ({ WORKERS: String(workers), AUS_SHARED_MAX_AGE: "3600" });

/** Measures nodes of one and of two processes, and what nginx does in their place and before them. */
async function main(): Promise<number> {
  if (!hasNginx()) {
    console.error("Install nginx first: what it does is one of the things that are measured.");
    return 1;
  }
  const body = constantBody();
  const bare = await startOnPort(path.join(dist, "bench/bare.mjs"), [body], environment);
  const one = await startNode("one", settingsFor(1));
  const two = await startNode("two", settingsFor(2));
  const file = await staticFile(path.join(directory, "nginx-file"), body);
  const { child: asker, ask } = await startAsker();
  const target = ({ child, port }: StartedNode, constant: string | null = null): Target => {
    return { port, pid: child.pid ?? 0, constantBody: constant };
  };
  const targets = new Map<string, Target>([
    [bareServer, target(bare, body)],
    [oneCore, target(one)],
    [twoCores, { ...target(two), processes: 2 }],
    [fileOfNginx, target(file, body)],
  ]);
  const measured = new Map<string, Measured[]>([...targets.keys(), cold, warm].map((name) => [name, []]));

  async function measure(
    name: string,
    { pid, processes = 1, ...to }: Target,
    until: Order["until"],
  ): Promise<void> {
    const before = processorTimeOfAll(pid);
    const result = await ask({ ...to, connections: connections * processes, until });
    const after = processorTimeOfAll(pid);
    const used = before === null || after === null ? null : (after - before) / result.requests;
    measured.get(name)?.push({ ...result, processorTime: used });
    console.log(`${name}: ${Math.round(result.requests / result.seconds)} requests/s`);
  }

  for (const [name, to] of targets) {
    await measure(name, to, "everyone was asked");
    measured.set(name, []);
  }
  for (let round = 1; round <= rounds; round++) {
    const inTurn = [...targets];
    for (const [name, to] of round % 2 === 1 ? inTurn : inTurn.toReversed()) {
      await measure(name, to, { seconds });
    }
    const cache = await cacheBefore(path.join(directory, "nginx-cache"), one.port);
    await measure(cold, target(cache), "everyone was asked");
    await measure(warm, target(cache), { seconds });
    cache.child.kill("SIGTERM");
    await once(cache.child, "exit");
  }
  report(measured, body.length);
  file.child.kill("SIGTERM");
  for (const child of [asker, bare.child, one.child, two.child]) child.disconnect();
  await Promise.all([one, two].map(({ child }) => once(child, "exit")));
  return 0;
}

function report(measured: ReadonlyMap<string, readonly Measured[]>, size: number): void {
  const rows = summarize(measured, bareServer);
  const ratio = rows.find(({ subject }) => subject === oneCore)?.ratio ?? NaN;
  const cores = 2 * timeRatio(measured);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  const goal = (name: string, value: number, isMet: boolean) =>
    `- ${name}: ${value.toFixed(2)} — ${isMet ? "met" : "missed"}`;
  const text = [
    `${rounds} rounds in turn, ${seconds} s each, ${connections} connections for each process, ${distinctClients.toLocaleString("en")} distinct client states;`,
    `2,000 rules, 100 mapped releases, 80,000 builds; answers of ${size} bytes on average.`,
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}; the asking process shares them.`,
    "",
    asTable(rows),
    "",
    "```mermaid",
    "xychart-beta horizontal",
    '  title "Processor time of an answer, in µs"',
    `  x-axis [${rows.map(({ subject }) => `"${subject}"`).join(", ")}]`,
    `  bar [${rows.map(({ processorTime }) => (processorTime ?? 0).toFixed(1)).join(", ")}]`,
    "```",
    "",
    goal("a node of one process, at least 0.85 of bare", ratio, ratio >= 0.85),
    goal("two cores by the processor time of an answer, at least 1.6 × one", cores, cores >= 1.6),
    goal("errors, none", errors, errors === 0),
  ].join("\n");
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "result.md"), `${text}\n`);
  console.log(`\n${text}`);
}

/**
 * What an answer of one process takes of what one of two takes. The asking process needs a core as well, so that on two
 * cores two processes can't be asked as much as they could answer.
 */
function timeRatio(measured: ReadonlyMap<string, readonly Measured[]>): number {
  const [one, two] = [oneCore, twoCores].map((name) => measured.get(name) ?? []);
  return median(
    (one ?? []).map(({ processorTime }, round) => {
      return (processorTime ?? NaN) / (two?.[round]?.processorTime ?? NaN);
    }),
  );
}

process.exitCode = await main();
