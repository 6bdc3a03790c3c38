import fs from "node:fs";
import path from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { listNodes } from "@/lib/nodes/service";
import { CuttableWay, stopNode, type NodeOfTest } from "@/lib/testing/node-process";
import { ask, clientPath, mapTo, nodesOfTests, reader, soon } from "@/lib/testing/serving-nodes";

let way: CuttableWay;

beforeEach(async () => {
  way = new CuttableWay(env().DATABASE_URL);
  await way.open();
});

afterEach(() => way.cut());

// Its nodes end before their way is cut.
const nodes = nodesOfTests(["130.0", "131.0"]);

function start(settings: Readonly<Record<string, string>> = {}): Promise<NodeOfTest> {
  const own = { DATABASE_URL: way.address, AUS_NODE: "ams-1", AUS_DATA_CENTRE: "Amsterdam", WORKERS: "2" };
  return nodes.start({ ...own, ...settings });
}

const inSnapshots = (name: string) => path.join(nodes.directory(), "snapshot", name);

test("a node answers through a cut and a restart without the database, and catches up by itself", async () => {
  const node = await start();
  const before = await ask(node);
  expect(before).toContain("https://dl.example/130.0");
  await vi.waitUntil(() => fs.existsSync(inSnapshots("served")), soon);

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
  await vi.waitUntil(async () => (await listNodes(reader)).nodes[0]?.workers === 2, soon);
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

test("a node tells the figures of all of its processes together", async () => {
  const node = await start();
  await vi.waitUntil(async () => (await listNodes(reader)).nodes[0]?.workers === 2, soon);
  const [first, second] = [await get(node, "/metrics"), await get(node, "/metrics")];
  for (let asked = 0; asked < 20; asked++) await get(node, clientPath);
  const after = [await get(node, "/metrics"), await get(node, "/metrics")];
  for (const text of [first, second]) expect(text).toContain('aus_answers_total{kind="update"} 0');
  for (const text of after) {
    expect(text).toContain('aus_answers_total{kind="update"} 20');
    expect(text).toContain("aus_snapshot_revision 1");
    expect(text).not.toMatch(/^aus_pages_up /m);
  }
}, 30_000);

/** On a connection of its own: the processes take these in turn. */
async function get({ url }: NodeOfTest, path: string): Promise<string> {
  return (await fetch(url + path, { headers: { connection: "close" } })).text();
}

test("a forged snapshot is refused and reported, and the database's is served", async () => {
  const node = await start({ WORKERS: "1" });
  await vi.waitUntil(() => fs.existsSync(inSnapshots("served")), soon);
  await stopNode(node);
  const file = inSnapshots("newest");
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);

  expect(await ask(await start({ WORKERS: "1" }))).toContain("https://dl.example/130.0");
  await vi.waitUntil(async () => (await listNodes(reader)).alarms.length > 0, soon);
  expect((await listNodes(reader)).alarms).toMatchObject([
    { node: "ams-1", code: "refused", detail: expect.stringContaining("not authentic") as string },
  ]);
}, 30_000);
