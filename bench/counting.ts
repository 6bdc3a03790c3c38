import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { startAsker, type Asker } from "./asking";
import { startNode, type StartedNode } from "./node";
import { median } from "./report";
import { processorTimeOfAll } from "./subject";

// What counting traffic costs: nodes that count and nodes that do not, asked in turn for a moment each.

const rounds = 24;
const seconds = 2;
const connections = 32;
/** Two of each: no two processes are laid out alike in memory, which makes some percents. */
const twins = [1, 2];

type Measured = { readonly perSecond: number; readonly processorTime: number };

async function measure({ child, port }: StartedNode, ask: Asker["ask"]): Promise<Measured> {
  const pid = child.pid ?? 0;
  const before = processorTimeOfAll(pid) ?? NaN;
  const result = await ask({ port, connections, constantBody: null, until: { seconds } });
  const used = (processorTimeOfAll(pid) ?? NaN) - before;
  return { perSecond: result.requests / result.seconds, processorTime: used / result.requests };
}

/** @returns 0 when counting costs no more than it may */
function report(pairs: readonly (readonly [counting: Measured, silent: Measured])[]): number {
  const ratio = (of: (measured: Measured) => number) => median(pairs.map(([a, b]) => of(a) / of(b)));
  const [speed, time] = [ratio(({ perSecond }) => perSecond), ratio(({ processorTime }) => processorTime)];
  const isMet = speed >= 0.95;
  const text = [
    `${pairs.length} pairs of ${seconds} s each, ${connections} connections`,
    `- processor time of an answer, of one that is not counted: ${time.toFixed(3)}`,
    `- requests/s, at least 0.95 of one that does not count: ${speed.toFixed(3)} — ${isMet ? "met" : "missed"}`,
  ].join("\n");
  writeFileSync(path.join(process.env["DATA_DIR"] ?? ".data", "result.md"), `${text}\n`);
  console.log(text);
  return isMet ? 0 : 1;
}

async function main(): Promise<number> {
  const { child: asker, ask } = await startAsker();
  const start = (traffic: "on" | "off") =>
    Promise.all(twins.map((twin) => startNode(`${traffic}-${twin}`, { WORKERS: "1", AUS_TRAFFIC: traffic })));
  const counting = await start("on");
  const silent = await start("off");
  const all = [...counting, ...silent];

  for (const { port } of all) {
    await ask({ port, connections, constantBody: null, until: "everyone was asked" });
  }
  const pairs: (readonly [Measured, Measured])[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of counting.entries()) {
      const other = silent[index];
      if (!other) continue;
      const isFirst = (round + index) % 2 === 0;
      const early = await measure(isFirst ? one : other, ask);
      const late = await measure(isFirst ? other : one, ask);
      pairs.push(isFirst ? [early, late] : [late, early]);
    }
  }
  asker.disconnect();
  for (const { child } of all) child.disconnect();
  await Promise.all(all.map(({ child }) => once(child, "exit")));
  return report(pairs);
}

process.exitCode = await main();
