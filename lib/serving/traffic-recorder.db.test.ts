import { afterEach, beforeEach, expect, test } from "vitest";

import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { rule, snapshot, updatePath } from "@/lib/testing/configurations";
import { asSuperuser, emptyDatabase } from "@/lib/testing/database";

import { answer } from "./answer";
import { TrafficRecorder } from "./traffic-recorder";
import { trafficIntoDatabase } from "./traffic-sink";

const served = snapshot({ rules: [rule({ backgroundRate: 50 })] });
const policy = { roll: (address: string) => Number(address), sticky: true, maxAge: 0 };

let recorder: TrafficRecorder;

beforeEach(async () => {
  await emptyDatabase();
  recorder = new TrafficRecorder({ to: trafficIntoDatabase(env().DATABASE_URL), node: "a" });
});
afterEach(() => recorder.stop());

function ask(to: TrafficRecorder, version: string, times = 1): void {
  for (let n = 0; n < times; n++) {
    const url = updatePath({ version });
    answer(
      served,
      { method: "GET", url, userAgent: undefined, address: String((n * 10) % 100) },
      policy,
      to.counter,
    );
  }
}

const written = async () => {
  const rows = await db().traffic.findMany({ where: { product: "Heron" } });
  return rows.reduce((sum, { requests }) => sum + Number(requests), 0);
};
const states = () =>
  db().trafficState.findMany({ select: { version: true, count: true }, orderBy: { version: "asc" } });

test("what was counted is written, however often, and nothing twice", async () => {
  ask(recorder, "1.0", 10);
  await recorder.write();
  ask(recorder, "1.0", 10);
  ask(recorder, "2.0", 5);
  await recorder.write();
  await recorder.write();
  expect(await written()).toBe(25);
});

test("the rest is written at the end, with the client states", async () => {
  ask(recorder, "1.0", 10);
  await recorder.stop();
  expect(await written()).toBe(10);
  expect(await states()).toEqual([{ version: "1.0", count: 10n }]);

  const next = new TrafficRecorder({ to: trafficIntoDatabase(env().DATABASE_URL), node: "a" });
  ask(next, "1.0", 1);
  ask(next, "2.0", 2);
  await next.stop();
  expect(await written()).toBe(13);
  expect(await states()).toEqual([
    { version: "1.0", count: 11n },
    { version: "2.0", count: 2n },
  ]);
  recorder = new TrafficRecorder({ to: trafficIntoDatabase(env().DATABASE_URL) });
});

test("nodes are told apart", async () => {
  const second = new TrafficRecorder({ to: trafficIntoDatabase(env().DATABASE_URL), node: "b" });
  ask(recorder, "1.0", 3);
  ask(second, "1.0", 4);
  await Promise.all([recorder.write(), second.stop()]);
  const rows = await db().traffic.findMany({
    select: { node: true, requests: true },
    orderBy: { node: "asc" },
  });
  expect(rows).toEqual([
    { node: "a", requests: 3n },
    { node: "b", requests: 4n },
  ]);
});

test("while it can't be written nothing is lost, and clients are answered", async () => {
  await asSuperuser((client) => client.query("ALTER TABLE traffic RENAME TO away"));
  try {
    ask(recorder, "1.0", 10);
    await recorder.write();
    ask(recorder, "1.0", 10);
    await recorder.write();
  } finally {
    await asSuperuser((client) => client.query("ALTER TABLE away RENAME TO traffic"));
  }
  await recorder.write();
  expect(await written()).toBe(20);
});

test("a database that is not there disturbs nobody", async () => {
  const lonely = new TrafficRecorder({ to: trafficIntoDatabase("postgresql://nobody@127.0.0.1:1/nothing") });
  ask(lonely, "1.0", 3);
  await lonely.write();
  await lonely.stop();
  expect(await written()).toBe(0);
});
