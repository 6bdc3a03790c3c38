import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { impactOfChangeSet } from "@/lib/analysis/service-impact";
import { submitChangeSet } from "@/lib/change-sets/service";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { answer } from "@/lib/serving/answer";
import { SnapshotSource } from "@/lib/serving/refresh";
import { TrafficRecorder } from "@/lib/serving/traffic-recorder";
import { trafficIntoDatabase } from "@/lib/serving/traffic-sink";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make, operation, release } from "@/lib/testing/operations";
import { makeRandom, pick } from "@/lib/testing/random";

import type { PackedCounts } from "./channel-counts";
import { readTraffic, type TrafficQuestion } from "./service";
import { rollUpTraffic } from "./service-roll-up";
import { addStates, putMinutes } from "./store-counts";

beforeEach(emptyDatabase);

const by = { node: "a", process: "1" };
const everybody = system("test");
const nothing: TrafficQuestion = { product: null, channel: null, from: null, to: null, step: null, by: null };
const minutesAgo = (n: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - n * 60_000);
const hour = 3_600_000;
const wholeHour = (hoursAgo: number) => new Date(Math.floor(Date.now() / hour) * hour - hoursAgo * hour);

function minute(at: Date, version: string, requests: number, product = "Heron") {
  const counts: PackedCounts = { all: [requests, 1], version: { [version]: [requests, 1] } };
  return { at, product, channel: "release", requests, served: 1, counts };
}

const put = (...rows: ReturnType<typeof minute>[]) =>
  withConnection((client) => putMinutes(client, by, rows));

test("traffic is told step by step, and apart by what is asked for", async () => {
  await put(
    minute(minutesAgo(10), "1.0", 5),
    minute(minutesAgo(9), "2.0", 7),
    minute(minutesAgo(9), "1.0", 1, "Ibis"),
  );
  const all = await readTraffic(everybody, nothing);
  expect(all.series).toMatchObject([{ value: "", requests: 13, served: 3 }]);
  expect(all.series[0]!.points).toHaveLength(all.steps.length);
  const versions = await readTraffic(everybody, { ...nothing, product: "Heron", by: "version" });
  expect(versions.series.map(({ value, requests }) => [value, requests])).toEqual([
    ["2.0", 7],
    ["1.0", 5],
  ]);
  expect((await readTraffic(everybody, { ...nothing, by: "node" })).series).toMatchObject([{ value: "a" }]);
});

test("nobody is told of products that they may not read", async () => {
  await put(
    minute(minutesAgo(2), "1.0", 5),
    minute(minutesAgo(2), "1.0", 1, "Ibis"),
    minute(minutesAgo(2), "1", 9, "other"),
  );
  const grants = [{ role: "viewer", product: "Ibis" }] as const;
  const reader: Person = { kind: "person", id: "r@example.com", name: "R", email: "r@example.com", grants };
  const { series, counted } = await readTraffic(reader, nothing);
  expect(series).toMatchObject([{ requests: 1 }]);
  expect(counted).toEqual([{ product: "Ibis", channel: "release" }]);
  await expect(readTraffic(reader, { ...nothing, product: "Heron" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("minutes are added up to hours and days, again when something comes late", async () => {
  const at = wholeHour(5);
  const later = new Date(at.getTime() + 60_000);
  const sumOf = async (resolution: string) =>
    (await db().traffic.findMany({ where: { resolution } })).reduce(
      (sum, row) => sum + Number(row.requests),
      0,
    );
  await put(minute(at, "1.0", 5), minute(later, "1.0", 6));
  await rollUpTraffic(new Date());
  const [row] = await db().traffic.findMany({ where: { resolution: "hour" } });
  expect(row).toMatchObject({ at, node: "a", requests: 11n, served: 2n });
  expect(row!.counts).toEqual({ all: [11, 2], version: { "1.0": [11, 2] } });
  expect(await sumOf("day")).toBe(11);

  await put(minute(later, "1.0", 10));
  await rollUpTraffic(new Date());
  await rollUpTraffic(new Date());
  expect([await sumOf("hour"), await sumOf("day")]).toEqual([15, 15]);
});

test("what has been kept for its time is deleted, and its sums stay", async () => {
  await put(minute(wholeHour(49), "1.0", 5), minute(wholeHour(1), "1.0", 6));
  await withConnection((client) =>
    addStates(client, [{ ...state, count: 3 }], new Date(Date.now() - 60 * hour)),
  );
  await rollUpTraffic(new Date());
  expect(await db().traffic.count({ where: { resolution: "minute" } })).toBe(1);
  expect(await db().traffic.count({ where: { resolution: "hour" } })).toBe(2);
  expect(await db().trafficState.count()).toBe(0);
  await rollUpTraffic(new Date(Date.now() + 100 * 24 * hour));
  expect(await db().traffic.count({ where: { resolution: "hour" } })).toBe(0);
  expect(await db().traffic.count({ where: { resolution: "day" } })).toBeGreaterThan(0);
});

const state = {
  product: "Heron",
  channel: "release",
  version: "1.0",
  buildID: "1",
  buildTarget: "Linux",
  locale: "de",
  osVersion: "Linux 6.1",
};

const build = (release: string, buildID: string) =>
  create("build", {
    release,
    buildTarget: "Linux",
    locale: "de",
    buildID,
    patches: [
      { type: "complete", from: "*", size: 1, hashValue: "00", url: `https://dl.example.com/${release}` },
    ],
  });

test("as many answers change as was predicted, within 5 %, when the same clients come again", async () => {
  const attributes = (appVersion: string) => ({
    content: { kind: "application", attributes: { appVersion, displayVersion: appVersion } },
  });
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host: "dl.example.com", products: ["Firefox"] }),
    create("release", release("Firefox-130.0", attributes("130.0"))),
    create("release", release("Firefox-131.0", attributes("131.0"))),
    build("Firefox-130.0", "130"),
    build("Firefox-131.0", "131"),
    create("rule", { product: "Firefox", channel: "release", priority: 100, mapping: "Firefox-130.0" }),
    create("rule", { product: "Firefox", channel: "esr", priority: 100, mapping: "Firefox-130.0" }),
  );
  const source = new SnapshotSource(env().DATABASE_URL);
  await source.ready;
  const paths = clients(3_000);
  const recorder = new TrafficRecorder({ to: trafficIntoDatabase(env().DATABASE_URL) });
  const before = ask(paths, source, recorder);
  await recorder.stop();

  const change = operation({
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion: 1,
    fields: { mapping: "Firefox-131.0", version: ">=120.0" },
  });
  const submission = { reason: "Test", source: "system" as const, operations: [change], draft: true };
  const { changeSet } = await submitChangeSet(everybody, submission);
  const { seen, seenChanged } = await impactOfChangeSet(everybody, changeSet ?? 0);
  const { revision } = await make(change);
  await expect.poll(() => source.current().revision).toBe(revision);
  const after = ask(paths, source, null);
  await source.close();

  const changed = after.filter((body, index) => body !== before[index]).length;
  expect(seen).toBe(paths.length);
  expect(changed).toBeGreaterThan(paths.length / 10);
  expect(Math.abs(seenChanged - changed) / changed).toBeLessThan(0.05);
});

/** What clients of several versions and channels ask for. */
function clients(count: number): string[] {
  const random = makeRandom(5);
  const one = (...from: string[]) => pick(random, from);
  return Array.from({ length: count }, () => {
    const version = one("110.0", "115.0", "120.0", "125.0", "130.0", "131.0");
    const place = [one("Linux", "Linux", "WINNT"), one("de", "de", "fr"), one("release", "release", "esr")];
    const said = [version, one("1", "2"), ...place, "Linux%206.1", `MEM:${one("1", "2")}024`];
    return `/update/6/Firefox/${said.join("/")}/default/default/update.xml?force=1`;
  });
}

function ask(paths: readonly string[], source: SnapshotSource, recorder: TrafficRecorder | null): string[] {
  const policy = { roll: () => 0, sticky: true, maxAge: 0 };
  return paths.map((url) => {
    const request = { method: "GET", url, userAgent: undefined, address: "" };
    return answer(source.current(), request, policy, recorder?.counter ?? null).body;
  });
}

test("processes that write the same client states at once, each in its own order, lose none", async () => {
  const at = new Date();
  const states = Array.from({ length: 1_000 }, (_, index) => ({
    ...state,
    buildID: String(index),
    count: 1,
  }));
  const orders = [states, states.toReversed(), [...states.slice(500), ...states.slice(0, 500)]];
  for (let round = 0; round < 5; round++) {
    await Promise.all(orders.map((order) => withConnection((client) => addStates(client, order, at))));
  }
  const { _sum: sum, _count: count } = await db().trafficState.aggregate({
    _sum: { count: true },
    _count: true,
  });
  expect({ sum: Number(sum.count), count }).toEqual({ sum: 15_000, count: 1_000 });
});
