import path from "node:path";

import { beforeEach, expect, test, vi } from "vitest";

import { system } from "@/lib/access/role";
import { listNodes } from "@/lib/nodes/service";
import { releaseWave } from "@/lib/nodes/service-waves";
import { stopNode, type NodeOfTest } from "@/lib/testing/node-process";
import { create, make, operation } from "@/lib/testing/operations";
import { ask, mapTo, nodesOfTests, reader, soon } from "@/lib/testing/serving-nodes";

const nodes = nodesOfTests(["129.0", "130.0", "131.0", "132.0"]);

beforeEach(async () => {
  const statement = "every Firefox client on release never gets Firefox-131.0";
  await make(create("invariant", { name: "never 131", statement }));
});

async function start(name: string, settings: Readonly<Record<string, string>>): Promise<NodeOfTest> {
  const own = { DATA_DIR: path.join(nodes.directory(), name), AUS_NODE: name, WORKERS: "1" };
  const node = await nodes.start({ ...own, ...settings });
  await vi.waitUntil(async () => (await listNodes(reader)).nodes.some((one) => one.name === name), soon);
  return node;
}

const canary = () => start("canary-1", { AUS_CANARY: "1" });
const waiting = (seconds = "60") => start("ams-1", { AUS_WAIT_FOR_CANARIES: seconds });

async function offered(node: NodeOfTest): Promise<string> {
  return /https:\/\/dl\.example\/([\d.]+)/.exec(await ask(node))?.[1] ?? "nothing";
}

const until = (node: NodeOfTest, version: string) =>
  vi.waitUntil(async () => (await offered(node)) === version, soon);

async function wave() {
  return (await listNodes(reader)).wave;
}

test("a good revision passes its canary, and the others take it within seconds", async () => {
  const [first, other] = await Promise.all([canary(), waiting()]);
  await mapTo("Firefox-132.0", 1);
  const began = performance.now();
  await until(first, "132.0");
  await until(other, "132.0");
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await wave()).toBeNull();
}, 60_000);

test("what breaks an invariant is stopped, shut-offs pass, and a person may let it through", async () => {
  const [first, other] = await Promise.all([canary(), waiting()]);
  const revision = (await mapTo("Firefox-131.0", 1)).revision ?? 0;
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

  await mapTo("Firefox-130.0", 2);
  await until(again, "130.0");
}, 90_000);

test("dead canaries hold nothing up for longer than the time that is set", async () => {
  const other = await waiting("2");
  const began = performance.now();
  await mapTo("Firefox-131.0", 1);
  await until(other, "131.0");
  expect(performance.now() - began).toBeGreaterThan(1_900);
  await vi.waitUntil(async () => (await listNodes(reader)).alarms.length > 0, soon);
  expect((await listNodes(reader)).alarms).toMatchObject([{ node: "ams-1", code: "unchecked" }]);
}, 60_000);
