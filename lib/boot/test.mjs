// Every check that this program has, from a fresh clone, with one line at the end that says how it went.
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import { findBrowser } from "./browser.mjs";
import { buildPages, buildPrograms } from "./build.mjs";
import { generateClient, installPackages } from "./install.mjs";
import { quietEnv, root, runTool, say, Stop } from "./process.mjs";

const results = path.join(root, "test-results");
const config = "lib/vitest.config.ts";
const layered = ["app", "components", "lib", "e2e", "bench"];

/** A check that is either met or not counts as one test. */
const check = (action) => async () => {
  await action();
  return { passed: 1, failed: 0, skipped: 0 };
};

const checks = {
  format: check(() => runTool("prettier", ["--check", "--log-level=warn", "."], { quiet: true })),
  lint: check(() =>
    runTool("eslint", [".", "--max-warnings=0", "--cache", "--cache-location=node_modules/.cache/eslint/"], {
      quiet: true,
    }),
  ),
  layers: check(() =>
    runTool(
      "dependency-cruiser",
      [...layered, "--config=lib/dependency-rules.cjs"],
      { quiet: true },
      "depcruise",
    ),
  ),
  types: check(async () => {
    await runTool("next", ["typegen"], { quiet: true });
    await runTool("typescript", ["--noEmit"], { quiet: true }, "tsc");
  }),
  unit: () => vitest("unit"),
  database: () => vitest("database"),
  build: check(async () => {
    await buildPages();
    await buildPrograms();
  }),
  e2e: playwright,
};

/** In this order. What stands in one row is done beside each other: neither keeps more than one processor busy. */
const order = [[["format", "lint", "layers", "types"], ["database"]], [["unit"]], [["build"]], [["e2e"]]];

async function vitest(project) {
  const file = path.join(results, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return counted(file, countVitest, () =>
    runTool("vitest", ["run", `--config=${config}`, `--project=${project}`, ...reporters], { quiet: true }),
  );
}

async function playwright() {
  const browser = await findBrowser();
  const env = { ...quietEnv, ...browser, E2E_PORT: String(await freePorts(3)), FORCE_COLOR: "0" };
  return counted(path.join(results, "e2e.json"), countPlaywright, () =>
    runTool("@playwright/test", ["test", "--config=e2e/playwright.config.ts"], { env }, "playwright"),
  );
}

/** Runs tests and counts them by the report that they leave; without one the run itself has failed. */
async function counted(file, count, action) {
  fs.rmSync(file, { force: true });
  const failure = await action().then(
    () => undefined,
    (error) => error,
  );
  if (!fs.existsSync(file)) throw failure ?? new Stop(`${path.basename(file)} was not written`);
  const counts = count(JSON.parse(fs.readFileSync(file, "utf8")));
  if (failure) console.error(failure.message);
  // Something beside the tests failed, a set-up for instance.
  if (failure && counts.failed === 0) counts.failed = 1;
  return counts;
}

const countVitest = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
});

function countPlaywright({ stats }) {
  if (stats.flaky > 0) console.error(`${stats.flaky} passed only the second time, see "flaky" above.`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/** The first of so many neighbouring ports, for the services that the browser tests start. */
async function freePorts(count) {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const all = Array.from({ length: count }, (_, i) => isFree(first + i));
    if ((await Promise.all(all)).every(Boolean)) return first;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer().on("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** @param only names of checks; none: all of them */
export async function test(only) {
  const unknown = only.find((name) => !Object.hasOwn(checks, name));
  if (unknown)
    throw new Stop(`There is no check "${unknown}": take some of ${Object.keys(checks).join(", ")}.`);
  await installPackages();
  await generateClient();
  fs.mkdirSync(results, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const doAll = async (names) => {
    for (const name of names) {
      if (only.length > 0 && !only.includes(name)) continue;
      const counts = await outcome(name);
      for (const key of Object.keys(total)) total[key] += counts[key];
    }
  };
  for (const row of order) await Promise.all(row.map(doAll));
  console.log(line(total));
  return total.failed > 0 ? 1 : 0;
}

async function outcome(name) {
  say(`${name} …`);
  const counts = await checks[name]().catch((error) => {
    console.error(error instanceof Stop ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  say(`${name}: ${line(counts)}`);
  return counts;
}

const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
