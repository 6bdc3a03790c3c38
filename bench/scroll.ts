import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";

import { chromium, type Page } from "playwright";

import { disconnect } from "@/lib/db/client";

import { fillLarge, timed } from "./large";
import { product } from "./releases";
import { measureScrolling, plainRows, scrollTable, type Scrolled } from "./scroll-frames";
import { start } from "./subject";
import { signIn, visitor } from "./visitor";

const environment = process.env;
const origin = `http://127.0.0.1:${environment["PORT"] ?? "3000"}`;
const viewport = { width: 1280, height: 800 };
const rounds = 3;

/** How much longer frames may take than those of a page of plain rows. */
const mostRatio = 2;
const mostRows = 120;
/** How often a change is awaited on an open page, and for how many milliseconds at most. */
const changes = 20;
const longest = 2_000;

async function main(): Promise<void> {
  await fillLarge(environment["BENCH_SUPERUSER_URL"] ?? "", { entries: 100_000 });
  await disconnect();
  const front = await timed("starting the service", () =>
    start(path.resolve("dist/front.mjs"), [], environment),
  );
  const browser = await chromium.launch({
    ...(environment["CHROMIUM_PATH"] ? { executablePath: environment["CHROMIUM_PATH"] } : {}),
    args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  const context = await browser.newContext({ viewport });
  await context.addCookies(cookiesOf(await signIn(origin)));
  const page = await context.newPage();
  const plain: Scrolled[] = [];
  const rules: Scrolled[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.setContent(plainRows(2_000));
    plain.push(await measureScrolling(page, "table"));
    await open(page, "/rules");
    rules.push(await measureScrolling(page, "table"));
  }
  const seen = await awaitChanges(page);
  await browser.close();
  report({ plain, rules, seen });
  front.child.disconnect();
  await once(front.child, "exit");
}

const cookiesOf = (header: string) =>
  header.split("; ").map((cookie) => {
    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    return { name, value, url: origin };
  });

async function open(page: Page, where: string): Promise<void> {
  await page.goto(origin + where);
  await page.waitForSelector("html[data-alive]");
}

/** Milliseconds from the answer that a change is enacted to seeing it on a page that is open. */
async function awaitChanges(page: Page): Promise<number[]> {
  const { email, password } = visitor;
  const { secret } = (await post("session", { email, password })) as { secret: string };
  const listed = await fetch(`${origin}/api/v1/rules`, { headers: { authorization: `Bearer ${secret}` } });
  const { rules } = (await listed.json()) as { rules: Ordered[] };
  const of = `${product}-0`;
  // Nobody has to sign for nightly.
  const [first] = rules
    .filter((rule) => rule.product === of && rule.channel === "nightly")
    .sort((a, b) => b.priority - a.priority || a.id - b.id);
  if (!first) throw new Error(`${of} has no rule on nightly`);
  await open(page, `/rules?product=${of}`);
  const times: number[] = [];
  for (let number = 0; number < changes; number++) {
    const alias = `seen-${String(number)}`;
    const operation = {
      ...{ entity: "rule", action: "update", key: { id: first.id } },
      ...{ rowVersion: first.rowVersion + number, fields: { alias } },
    };
    await post("change-sets", { reason: "To be seen", operations: [operation] }, secret);
    const enacted = performance.now();
    await page.getByText(alias, { exact: true }).first().waitFor({ state: "visible" });
    times.push(performance.now() - enacted);
  }
  return times;
}

type Ordered = { id: number; product: string; channel: string; priority: number; rowVersion: number };

async function post(at: string, body: object, secret?: string): Promise<unknown> {
  const answer = await fetch(`${origin}/api/v1/${at}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${at} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

type Measured = { plain: readonly Scrolled[]; rules: readonly Scrolled[]; seen: readonly number[] };

function report({ plain, rules, seen }: Measured): void {
  const middle = (list: readonly Scrolled[]) => [...list].sort((a, b) => a.p95 - b.p95)[1] ?? list[0];
  const [bare, own] = [middle(plain), middle(rules)];
  if (!bare || !own) throw new Error("Nothing was measured");
  const slowest = Math.max(...seen);
  const goals = {
    "frames of 2,000 rules": own.p95 <= mostRatio * bare.p95,
    "rows in the page": Math.max(...rules.map(({ rows }) => rows)) <= mostRows,
    "changes on an open page": slowest <= longest,
  };
  const missed = Object.entries(goals).flatMap(([name, isMet]) => (isMet ? [] : [name]));
  const sorted = [...seen].sort((a, b) => a - b);
  const text = [
    `2,000 rules, scrolled by wheel at ${viewport.width} × ${viewport.height}, the middle of ${rounds} rounds. Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${new Date().toISOString().slice(0, 10)}.`,
    "",
    scrollTable({ "plain rows": bare, rules: own }),
    "",
    `p95 of the rules is ${(own.p95 / bare.p95).toFixed(2)} of that of plain rows (at most ${mostRatio}).`,
    `${changes} changes were seen on an open page, after they were enacted, within ${String(Math.round(sorted[changes / 2] ?? NaN))} ms (median), ${String(Math.round(slowest))} ms at most (${longest}).`,
    missed.length === 0 ? "All goals are met." : `Missed: ${missed.join(", ")}.`,
  ].join("\n");
  const directory = environment["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "scroll.md"), `${text}\n`);
  console.log(`\n${text}`);
}

await main();
