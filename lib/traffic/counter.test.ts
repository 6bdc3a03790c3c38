import { describe, expect, test } from "vitest";

import { answer, type ServingPolicy } from "@/lib/serving/answer";
import { rule, snapshot, updatePath } from "@/lib/testing/configurations";

import { ClientCounter, type Counted } from "./counter";
import { Minutes } from "./minutes";
import { seenStates } from "./seen-states";

const policy: ServingPolicy = { roll: (address) => Number(address), sticky: true, maxAge: 0 };
const served = snapshot({ rules: [rule({ id: 7, backgroundRate: 25 })] });

function ask(counter: ClientCounter, url: string, roll = 0): void {
  answer(served, { method: "GET", url, userAgent: undefined, address: String(roll) }, policy, counter);
}

type Parts = { channel?: string; product?: string; query?: string };
const path = (version: string, { query, ...parts }: Parts = {}) => updatePath({ version, ...parts }, query);

function all(counter: ClientCounter): Counted[] {
  return Array.from({ length: counter.size }, (_, row) => counter.at(row));
}

const requestsOf = (counter: ClientCounter) =>
  all(counter).reduce((sum, { count }) => sum + count, 0) + counter.takeOthers();

test("a request is counted by what the client says and what it is answered", () => {
  const counter = new ClientCounter();
  ask(counter, path("1.0"), 10);
  ask(counter, path("1.0"), 20);
  expect(all(counter)).toEqual([
    {
      product: "Heron",
      channel: "release",
      version: "1.0",
      buildID: "20240801000000",
      buildTarget: "Linux_x86_64-gcc3",
      locale: "de",
      osVersion: "Linux 5.10",
      rule: "7",
      release: "Heron-130.0",
      isServed: true,
      rate: 25,
      isOutside: false,
      count: 2,
    },
  ]);
});

test("who falls outside a rate is told apart, and who asks by hand has none", () => {
  const counter = new ClientCounter();
  ask(counter, path("1.0"), 10);
  ask(counter, path("1.0"), 80);
  ask(counter, path("1.0", { query: "?force=1" }), 80);
  const [inside, outside, forced] = all(counter);
  expect(inside).toMatchObject({ isServed: true, rate: 25, isOutside: false });
  expect(outside).toMatchObject({ isServed: false, release: null, rate: 25, isOutside: true });
  expect(forced).toMatchObject({ isServed: true, rate: null, isOutside: false });
});

describe("hostile clients", () => {
  test("lose nothing and take no memory: what is too much is counted as other", () => {
    const counter = new ClientCounter(64);
    for (let n = 0; n < 1_000; n++) ask(counter, path(`1.${n}`));
    for (let n = 0; n < 10; n++) ask(counter, path("1.1"));
    expect(counter.size).toBe(64);
    expect(counter.isFull).toBe(true);
    expect(all(counter)[1]?.count).toBe(11);
    expect(requestsOf(counter)).toBe(1_010);
  });

  test("of unknown products, with paths that say nothing, or values that are no honest ones are other", () => {
    const counter = new ClientCounter();
    ask(counter, path("1.0", { product: "Nobody" }));
    ask(counter, "/update/9/x");
    ask(counter, path("x".repeat(200)));
    ask(counter, path("1.0%00"));
    ask(counter, path("%ED%A0%80"));
    ask(counter, path("__proto__"));
    expect(all(counter).map(({ version }) => version)).toEqual(
      expect.arrayContaining(["other", "__proto__"]),
    );
    expect(all(counter).every(({ version }) => !/\p{Cs}/u.test(version) && version.length <= 100)).toBe(true);
    expect(requestsOf(counter)).toBe(6);
  });

  test("are the first to be left out of the client states", async () => {
    const counter = new ClientCounter();
    for (let n = 0; n < 100; n++) ask(counter, path(`1.${n}`));
    ask(counter, path("1.50"));
    ask(counter, path("y".repeat(200)));
    const states = await seenStates(counter, 3, () => Promise.resolve());
    expect(states).toHaveLength(3);
    expect(states[0]).toMatchObject({ version: "1.50", count: 2 });
  });

  test("do not make a minute large, whatever they send", () => {
    const counter = new ClientCounter();
    const minutes = new Minutes();
    for (let n = 0; n < 20_000; n++) ask(counter, path(`1.${n}`, { channel: `c${n % 1_000}` }));
    for (let row = 0; row < counter.size; row++) minutes.add(counter.take(row)!, 0);
    const rows = minutes.unwritten();
    expect(rows.length).toBeLessThanOrEqual(202);
    // The last of them stands for some that follow.
    const counted = rows.reduce((sum, { requests }) => sum + requests, 0) - 20_000;
    expect(counted).toBeGreaterThanOrEqual(0);
    expect(counted).toBeLessThan(31);
    expect(JSON.stringify(rows).length).toBeLessThan(1_000_000);
  });
});

test("what was counted is taken once", () => {
  const counter = new ClientCounter();
  ask(counter, path("1.0"));
  expect(counter.take(0)?.count).toBe(1);
  expect(counter.take(0)).toBeNull();
  ask(counter, path("1.0"));
  expect(counter.take(0)?.count).toBe(1);
});

test("of very many requests some stand for others, and all come out right", () => {
  const counter = new ClientCounter();
  const total = 200_000;
  // One in ten is of version 2.0; so is every tenth that is counted singly.
  for (let n = 0; n < total; n++) ask(counter, path(n % 10 === 0 ? "2.0" : "1.0"));
  const counts = new Map(all(counter).map(({ version, count }) => [version, count]));
  const sum = [...counts.values()].reduce((a, b) => a + b, 0);
  expect(Math.abs(sum - total)).toBeLessThan(32);
  expect((counts.get("2.0") ?? 0) / total).toBeCloseTo(0.1, 2);
});

test("each of the first requests after a write is counted by itself", () => {
  const counter = new ClientCounter();
  for (let n = 0; n < 20_000; n++) ask(counter, path("1.0"));
  counter.beginSpan();
  // At most one leap is under way.
  for (let n = 0; n < 31; n++) ask(counter, path("1.0"));
  for (let n = 0; n < 100; n++) ask(counter, path("3.0"));
  expect(all(counter).find(({ version }) => version === "3.0")?.count).toBe(100);
});
