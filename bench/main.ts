import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { constants, cpus, setPriority } from "node:os";
import path from "node:path";

import { distinctClients } from "./asker-order";
import { startAsker } from "./asking";
import { constantBody } from "./constant";
import { loadPages, signIn } from "./visitor";
import { asTable, summarize, type Measured, type Row } from "./report";
import { processorTime, residentMemory, start, startOnPort } from "./subject";

const rounds = 7;
const seconds = 6;
const connections = 32;
const subjects = [
  "bare node:http",
  "front process",
  "front process, pages loading",
  "Next route handler",
] as const;
type Subject = (typeof subjects)[number];

const dist = path.resolve("dist");
const environment = process.env;
const port = Number(environment["PORT"]);
const origin = `http://127.0.0.1:${port}`;

async function main(): Promise<number> {
  const body = constantBody();
  const bare = await startOnPort(path.join(dist, "bench/bare.mjs"), [body], environment);
  const front = await start(path.join(dist, "front.mjs"), [], { ...environment, TRUSTED_PROXIES: "1" });
  const web = await startOnPort(path.join(dist, "web.mjs"), [], environment);
  const { child: asker, ask } = await startAsker();
  // The people who load pages, for whom this process stands, have machines of their own.
  setPriority(constants.priority.PRIORITY_LOW);
  const cookie = await signIn(origin);
  const targets: Record<Subject, { port: number; pid: number; constantBody: string | null }> = {
    "bare node:http": { port: bare.port, pid: pidOf(bare), constantBody: body },
    "front process": { port, pid: pidOf(front), constantBody: null },
    "front process, pages loading": { port, pid: pidOf(front), constantBody: null },
    "Next route handler": { port: web.port, pid: pidOf(web), constantBody: null },
  };

  const pagesLoaded: number[] = [];
  // A server that is not asked sleeps: what it tidies up meanwhile must not count against the others.
  const rest = (subject: Subject, signal: "SIGSTOP" | "SIGCONT") => {
    if (subject === "Next route handler") web.child.kill(signal);
  };

  async function measure(subject: Subject): Promise<Measured> {
    const { pid, ...target } = targets[subject];
    const pages = subject.endsWith("pages loading") ? loadPages(origin, cookie) : null;
    const before = processorTime(pid);
    const result = await ask({ ...target, connections, until: { seconds } });
    const after = processorTime(pid);
    if (pages) pagesLoaded.push((await pages.stop()) / seconds);
    const used = before === null || after === null ? null : after - before;
    return { ...result, processorTime: used === null ? null : used / result.requests };
  }

  async function warmUp(subject: Subject): Promise<void> {
    // Each has met every client before it is measured; the route handler would take minutes for that.
    const until = subject === "Next route handler" ? { seconds } : "everyone was asked";
    await ask({ ...targets[subject], connections, until });
  }

  for (const subject of subjects) await warmUp(subject);
  rest("Next route handler", "SIGSTOP");
  const measured = new Map<Subject, Measured[]>(subjects.map((subject) => [subject, []]));
  for (let round = 1; round <= rounds; round++) {
    // Whoever comes later in a round must not always be the same.
    for (const subject of round % 2 === 1 ? subjects : subjects.toReversed()) {
      rest(subject, "SIGCONT");
      const result = await measure(subject);
      rest(subject, "SIGSTOP");
      measured.get(subject)?.push(result);
      console.log(`round ${round}  ${subject}: ${Math.round(result.requests / result.seconds)} requests/s`);
    }
  }
  const memory = residentMemory(pidOf(front));
  report(measured, memory, { size: body.length, pagesLoaded });
  rest("Next route handler", "SIGCONT");
  for (const child of [asker, bare.child, web.child, front.child]) child.disconnect();
  await once(front.child, "exit");
  return 0;
}

function pidOf({ child }: { child: { pid?: number | undefined } }): number {
  return child.pid ?? 0;
}

function report(
  measured: ReadonlyMap<Subject, readonly Measured[]>,
  memory: number | null,
  { size, pagesLoaded }: { size: number; pagesLoaded: readonly number[] },
): void {
  const rows = summarize(measured, subjects[0]);
  const text = [
    `${rounds} rounds in turn, ${seconds} s each, ${connections} connections, ${distinctClients.toLocaleString("en")} distinct client states;`,
    `2,000 rules, 100 mapped releases, 80,000 builds; answers of ${size} bytes on average.`,
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}; the asking process shares them.`,
    "",
    asTable(rows),
    "",
    `Pages loaded a second meanwhile: ${pagesLoaded.map((count) => count.toFixed(1)).join(", ")}`,
    `Resident memory of the front process: ${memory === null ? "unknown" : `${Math.round(memory)} MiB`}`,
    "",
    ...targetsMet(rows),
  ].join("\n");
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "result.md"), `${text}\n`);
  writeFileSync(path.join(directory, "result.json"), `${JSON.stringify({ rows, memory }, null, 2)}\n`);
  console.log(`\n${text}`);
}

function targetsMet(rows: readonly Row[]): string[] {
  const of = (subject: Subject) => rows.find((row) => row.subject === subject);
  const front = of("front process");
  const busy = of("front process, pages loading");
  if (!front || !busy) return [];
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  const goal = (name: string, value: number, met: boolean) =>
    `- ${name}: ${value.toFixed(2)} — ${met ? "met" : "missed"}`;
  return [
    goal("front process, at least 0.8 of bare", front.ratio, front.ratio >= 0.8),
    goal("while pages are loading, at least 0.6 of bare", busy.ratio, busy.ratio >= 0.6),
    goal("p99, at most 3 × bare", front.p99Ratio, front.p99Ratio <= 3),
    goal("errors, none", errors, errors === 0),
  ];
}

process.exitCode = await main();
