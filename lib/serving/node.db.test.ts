import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { system } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { listNodes } from "@/lib/nodes/service";
import { emptyDatabase } from "@/lib/testing/database";
import { buildNode, CuttableWay, startNode, stopNode, type NodeOfTest } from "@/lib/testing/node-process";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

const soon = { timeout: 10_000, interval: 50 };
const clientPath = "/update/3/Firefox/129.0/20240/linux/de/release/Linux/default/default/update.xml?force=1";
const reader = system("reader");

let directory: string;
let way: CuttableWay;
const nodes: NodeOfTest[] = [];

beforeAll(buildNode);

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    ...shippedFirefox("130.0"),
    ...shippedFirefox("131.0"),
    create("rule", { product: "Firefox", channel: "release", priority: 100, mapping: "Firefox-130.0" }),
  );
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "aus-node-"));
  way = new CuttableWay(env().DATABASE_URL);
  await way.open();
});

afterEach(async () => {
  await Promise.all(nodes.splice(0).map(stopNode));
  await way.cut();
  fs.rmSync(directory, { recursive: true, force: true });
});

async function start(settings: Readonly<Record<string, string>> = {}): Promise<NodeOfTest> {
  const node = await startNode({
    DATA_DIR: directory,
    DATABASE_URL: way.address,
    AUS_SECRET: env().AUS_SECRET,
    AUS_NODE: "ams-1",
    AUS_DATA_CENTRE: "Amsterdam",
    WORKERS: "2",
    ...settings,
  });
  nodes.push(node);
  return node;
}

async function ask({ url }: NodeOfTest): Promise<string> {
  const response = await fetch(url + clientPath);
  expect(response.status).toBe(200);
  return response.text();
}

const mapTo = (mapping: string, rowVersion: number) =>
  make(operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion, fields: { mapping } }));

test("a node answers through a cut and a restart without the database, and catches up by itself", async () => {
  const node = await start();
  const before = await ask(node);
  expect(before).toContain("https://dl.example/130.0");
  await vi.waitUntil(() => fs.existsSync(path.join(directory, "snapshot/served")), soon);

  await way.cut();
  expect(await ask(node)).toBe(before);
  await stopNode(node);
  const again = await start();
  expect(again.startedIn).toBeLessThan(5_000);
  expect(await ask(again)).toBe(before);

  await mapTo("Firefox-131.0", 1);
  expect(await ask(again)).toBe(before);
  await way.open();
  await vi.waitUntil(async () => (await ask(again)).includes("https://dl.example/131.0"), soon);
}, 60_000);

test("a node tells how it is, and when its last process answers from a revision", async () => {
  await start();
  await vi.waitUntil(async () => (await listNodes(reader)).nodes.length > 0, soon);
  const { revision } = await mapTo("Firefox-131.0", 1);
  await vi.waitUntil(async () => (await listNodes(reader)).revisions[0]?.everywhereAt, soon);
  const { nodes: told, alarms, revisions } = await listNodes(reader);
  expect(alarms).toEqual([]);
  expect(told).toMatchObject([
    { name: "ams-1", dataCentre: "Amsterdam", revision, workers: 2, fromDisk: false, isReplica: false },
  ]);
  expect(revisions[0]).toMatchObject({
    revision,
    nodes: 1,
    live: 1,
    missing: [],
    slowest: { node: "ams-1" },
  });
  expect(revisions[0]?.slowest?.took).toBeLessThan(5_000);
}, 30_000);

test("a node has no pages, and what clients ask of it is counted", async () => {
  const node = await start({ WORKERS: "1" });
  await ask(node);
  expect((await fetch(`${node.url}/overview`)).status).toBe(404);
  expect((await fetch(`${node.url}/__lbheartbeat__`)).status).toBe(200);
  expect(await (await fetch(`${node.url}/__heartbeat__`)).json()).toMatchObject({
    revision: 1,
    pages: false,
  });
  await stopNode(node);
  expect(await db().traffic.findMany({ select: { node: true, requests: true } })).toEqual([
    { node: "ams-1", requests: 1n },
  ]);
  const { nodes: told, alarms } = await listNodes(reader);
  expect({ told, alarms }).toEqual({ told: [], alarms: [] });
}, 30_000);

test("a forged snapshot is refused and reported, and the database's is served", async () => {
  const node = await start({ WORKERS: "1" });
  await vi.waitUntil(() => fs.existsSync(path.join(directory, "snapshot/served")), soon);
  await stopNode(node);
  const file = path.join(directory, "snapshot/newest");
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);

  expect(await ask(await start({ WORKERS: "1" }))).toContain("https://dl.example/130.0");
  await vi.waitUntil(async () => (await listNodes(reader)).alarms.length > 0, soon);
  expect((await listNodes(reader)).alarms).toMatchObject([
    { node: "ams-1", code: "refused", detail: expect.stringContaining("not authentic") as string },
  ]);
}, 30_000);
