import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { system } from "@/lib/access/role";
import { env } from "@/lib/env";
import { listNodes } from "@/lib/nodes/service";
import { releaseWave } from "@/lib/nodes/service-waves";
import { emptyDatabase } from "@/lib/testing/database";
import { buildNode, startNode, stopNode, type NodeOfTest } from "@/lib/testing/node-process";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

const soon = { timeout: 15_000, interval: 50 };
const clientPath = "/update/3/Firefox/129.0/20240/linux/de/release/Linux/default/default/update.xml?force=1";
const reader = system("reader");

let directory: string;
const nodes: NodeOfTest[] = [];

beforeAll(buildNode);

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    ...["129.0", "130.0", "131.0", "132.0"].flatMap(shippedFirefox),
    create("rule", { product: "Firefox", channel: "release", priority: 100, mapping: "Firefox-130.0" }),
    create("invariant", {
      name: "never 131",
      statement: "every Firefox client on release never gets Firefox-131.0",
    }),
  );
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "aus-waves-"));
});

afterEach(async () => {
  await Promise.all(nodes.splice(0).map(stopNode));
  fs.rmSync(directory, { recursive: true, force: true });
});

async function start(name: string, settings: Readonly<Record<string, string>>): Promise<NodeOfTest> {
  const node = await startNode({
    DATA_DIR: path.join(directory, name),
    DATABASE_URL: env().DATABASE_URL,
    AUS_SECRET: env().AUS_SECRET,
    AUS_NODE: name,
    WORKERS: "1",
    ...settings,
  });
  nodes.push(node);
  await vi.waitUntil(async () => (await listNodes(reader)).nodes.some((one) => one.name === name), soon);
  return node;
}

const canary = () => start("canary-1", { AUS_CANARY: "1" });
const waiting = (seconds = "60") => start("ams-1", { AUS_WAIT_FOR_CANARIES: seconds });

async function offered({ url }: NodeOfTest): Promise<string> {
  const body = await (await fetch(url + clientPath)).text();
  return /https:\/\/dl\.example\/([\d.]+)/.exec(body)?.[1] ?? "nothing";
}

const until = (node: NodeOfTest, version: string) =>
  vi.waitUntil(async () => (await offered(node)) === version, soon);

const mapTo = (mapping: string, rowVersion: number) =>
  operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion, fields: { mapping } });

async function wave() {
  return (await listNodes(reader)).wave;
}

test("a good revision passes its canary, and the others take it within seconds", async () => {
  const [first, other] = await Promise.all([canary(), waiting()]);
  await make(mapTo("Firefox-132.0", 1));
  const began = performance.now();
  await until(first, "132.0");
  await until(other, "132.0");
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await wave()).toBeNull();
}, 60_000);

test("what breaks an invariant is stopped, shut-offs pass, and a person may let it through", async () => {
  const [first, other] = await Promise.all([canary(), waiting()]);
  const revision = (await make(mapTo("Firefox-131.0", 1))).revision ?? 0;
  await vi.waitUntil(async () => (await listNodes(reader)).alarms.length > 0, soon);
  expect(await wave()).toMatchObject({
    revision,
    kind: "stopped",
    canaries: ["canary-1"],
    waiting: ["ams-1"],
  });
  expect(await Promise.all([offered(first), offered(other)])).toEqual(["131.0", "130.0"]);
  const { alarms, revisions } = await listNodes(reader);
  expect(alarms).toMatchObject([{ node: "ams-1", code: "held", severity: "error" }]);
  expect(alarms[0]?.detail).toContain(
    `It keeps revision ${revision - 1}: revision ${revision} was stopped by canary-1: never 131`,
  );
  expect(revisions[0]).toMatchObject({ revision, missing: ["ams-1"] });

  const off = await make(create("shutOff", { product: "Firefox", channel: "release", reason: "Broken" }));
  await until(other, "nothing");
  await vi.waitUntil(async () => (await listNodes(reader)).revisions[0]?.everywhereAt, soon);
  expect((await listNodes(reader)).revisions.slice(0, 2)).toMatchObject([
    { revision: off.revision, missing: [] },
    { revision, missing: ["ams-1"] },
  ]);

  await stopNode(other);
  const again = await waiting();
  expect(await offered(again)).toBe("nothing");
  const on = { product: "Firefox", channel: "release", buildTarget: null, version: null, locale: null };
  await make(operation({ entity: "shutOff", action: "delete", key: on, rowVersion: 1 }));
  await until(again, "130.0");

  await releaseWave(system("test"), { revision, reason: "131 is right after all" });
  await until(again, "131.0");
  expect(await wave()).toMatchObject({ kind: "let through", release: { reason: "131 is right after all" } });

  await make(mapTo("Firefox-130.0", 2));
  await until(again, "130.0");
}, 90_000);

test("dead canaries hold nothing up for longer than the time that is set", async () => {
  const other = await waiting("2");
  const began = performance.now();
  await make(mapTo("Firefox-131.0", 1));
  await until(other, "131.0");
  expect(performance.now() - began).toBeGreaterThan(1_900);
  await vi.waitUntil(async () => (await listNodes(reader)).alarms.length > 0, soon);
  expect((await listNodes(reader)).alarms).toMatchObject([{ node: "ams-1", code: "unchecked" }]);
}, 60_000);
