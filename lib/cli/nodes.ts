import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { inWords, type NodeAlarm } from "@/lib/nodes/alarms";
import { arrivalInWords, type Arrival } from "@/lib/nodes/arrival";
import type { NodeReport } from "@/lib/nodes/report";
import { waveInWords, type Wave } from "@/lib/nodes/wave";

import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { readNumber } from "./numbers";
import { printJson, table } from "./output";
import type { CommandGroups } from "./registration";

type Node = Omit<NodeReport, "live" | "sequence" | "verdict"> & { silence: number };
type Arrived = Omit<Arrival, "enactedAt" | "everywhereAt"> & {
  enactedAt: string;
  everywhereAt: string | null;
};
type Answer = {
  revision: number;
  nodes: Node[];
  alarms: NodeAlarm[];
  revisions: Arrived[];
  wave: Wave | null;
};

const revisionsShown = 5;

/** `aus nodes …` and `aus node` */
export function registerNodes({ io, program, run }: CommandGroups): void {
  const all = program.command("nodes").description("the serving nodes, and what canaries found");
  all
    .command("list", { isDefault: true })
    .description(
      "the serving nodes, and since when the last revisions are live on them; exit status 1 on errors",
    )
    .option("--json", "print the result as JSON")
    .action(run((options: { json?: true }) => nodes(io, options)));
  all
    .command("release")
    .description("have the nodes take a revision that canaries stopped")
    .argument("<revision>")
    .requiredOption("--reason <text>", "why, for everybody to read")
    .action(run((revision: string, { reason }: { reason: string }) => release(io, revision, reason)));
  program
    .command("node")
    .description("run a node here that only answers clients, as `npm run node`")
    .action(run(() => node(io)));
}

async function nodes(io: Io, { json }: { json?: true }): Promise<ExitStatus> {
  const { body } = await connect(io).get<Answer>("nodes");
  if (json) printJson(io, body);
  else {
    io.print(table(io, heads, body.nodes.map(rowOf)));
    for (const one of body.revisions.slice(0, revisionsShown)) io.print(describe(one));
    for (const line of body.wave ? describeWave(body.wave) : []) io.print(line);
    for (const { node: name, severity, detail } of body.alarms) io.print(`${severity}: ${name}: ${detail}`);
  }
  return body.alarms.some(({ severity }) => severity === "error") ? exitStatus.failed : exitStatus.done;
}

const heads = ["data centre", "node", "revision", "checked", "requests/s", "version", "heard of"];

function rowOf({ dataCentre, name, revision, checkedAge, perSecond, version, silence }: Node): string[] {
  const checked = checkedAge === null ? "never" : `${inWords(checkedAge)} ago`;
  const heard = `${inWords(silence)} ago`;
  return [dataCentre, name, String(revision ?? "none"), checked, String(perSecond), version, heard];
}

function describe({ enactedAt, everywhereAt, ...arrival }: Arrived): string {
  const at = everywhereAt === null ? null : new Date(everywhereAt);
  const words = arrivalInWords({ ...arrival, enactedAt: new Date(enactedAt), everywhereAt: at });
  return `revision ${arrival.revision}: ${words}`;
}

function describeWave(wave: Wave): string[] {
  const found = [...wave.failures, ...wave.warnings];
  return [waveInWords(wave), ...found.map(({ name, detail, canary }) => `  ${name}: ${detail} (${canary})`)];
}

async function release(io: Io, given: string, reason: string): Promise<ExitStatus> {
  const revision = readNumber(given, "The revision");
  await connect(io).send("POST", `nodes/waves/${revision}/release`, { reason });
  io.print(`Revision ${revision} is let through.`);
  return exitStatus.done;
}

/** Clients are answered by a program of its own: nothing of it is in this one. */
async function node({ root }: Io): Promise<ExitStatus> {
  const child = spawn(process.execPath, [path.join(root, "lib/boot/run.mjs"), "node"], { stdio: "inherit" });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0 ? exitStatus.done : exitStatus.failed;
}
