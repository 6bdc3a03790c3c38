import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";

import { system } from "@/lib/access/role";
import { verifyChain } from "@/lib/audit/service";
import { disconnect } from "@/lib/db/client";

import { fillLarge, timed } from "./large";
import { pagesToAsk, completions } from "./page-list";
import { askPage, pageTable, type Asked } from "./page-report";
import { start } from "./subject";
import { signIn } from "./visitor";

const environment = process.env;
const superuserUrl = environment["BENCH_SUPERUSER_URL"] ?? "";
const origin = `http://127.0.0.1:${environment["PORT"] ?? "3000"}`;
const entries = Number(environment["BENCH_ENTRIES"] ?? 1_000_000);
const rounds = Number(environment["BENCH_ROUNDS"] ?? 30);

async function main(): Promise<void> {
  const newest = await fillLarge(superuserUrl, { entries });
  const verified = await timed("verifying the record", () => verifyChain(system("bench")));
  if (!verified.sound) throw new Error(JSON.stringify(verified));
  const pages = await pagesToAsk(newest);
  await disconnect();
  const front = await timed("starting the service", () =>
    start(path.resolve("dist/front.mjs"), [], environment),
  );
  const cookie = await signIn(origin);
  const asked: Asked[] = [];
  for (const [name, where] of Object.entries(pages)) {
    asked.push(
      await askPage({ name, goal: 1_000 }, rounds, () => fetch(origin + where, { headers: { cookie } })),
    );
    console.log(pageTable(asked.slice(-1), false));
  }
  for (const [name, ask] of Object.entries(completions(origin, cookie))) {
    asked.push(await askPage({ name, goal: 150 }, rounds, ask));
    console.log(pageTable(asked.slice(-1), false));
  }
  report(asked);
  if (environment["BENCH_STAY"]) await once(process.stdin, "data");
  front.child.disconnect();
  await once(front.child, "exit");
}

function report(asked: readonly Asked[]): void {
  const missed = asked.filter(({ met }) => !met);
  const text = [
    "10,000 releases with 100,000 builds, 2,000 rules, 200 people, 400 change sets, 1,000,000 audit entries;",
    `each page ${rounds} times, one after another. Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${new Date().toISOString().slice(0, 10)}.`,
    "",
    pageTable(asked, true),
    "",
    missed.length === 0 ? "All goals are met." : `Missed: ${missed.map(({ name }) => name).join(", ")}.`,
  ].join("\n");
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "pages.md"), `${text}\n`);
  console.log(`\n${text}`);
}

await main();
