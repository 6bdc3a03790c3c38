import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Person } from "@/lib/access/role";
import { startWorker, type Worker } from "@/lib/jobs/run-worker";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";
import { RecordingCache } from "@/lib/testing/recording-cache";

import { createHook, listDeliveries, listHooks, renewHookSecret, repeatDelivery } from "./service";

const soon = { timeout: 15_000, interval: 20 };
let people: Record<"driver" | "admin", Person>;
let worker: Worker | undefined;
let cache: RecordingCache;

beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", admin: "admin" });
  await makeFirefox();
  await make(create("product", { name: "Thunderbird" }));
  cache = new RecordingCache();
  await cache.start();
  worker = undefined;
});

afterEach(async () => {
  await worker?.stop();
  cache.stop();
});

const target = (given: object = {}) =>
  createHook(people.admin, {
    name: "cache",
    url: `${cache.url}/`,
    adapter: "varnish",
    events: ["enacted"],
    ...given,
  });
/** The keys of the newest purge; null: there is none. */
const purged = async (name = "cache") => (await listDeliveries(people.admin, name))[0]?.purges ?? null;

test("what a change touched is purged from a cache, and can be again", async () => {
  cache.statuses = [500];
  await target({ credential: "open sesame" });
  worker = await startWorker();
  await make(create("shutOff", { product: "Firefox", channel: "release", reason: "Crashes" }));
  await vi.waitUntil(() => cache.told.length === 1, soon);
  expect(cache.told[0]!.method).toBe("BAN");
  expect(cache.told[0]!.headers["surrogate-key"]).toBe("aus3/Firefox/release aus3/Firefox/~");
  expect(cache.told[0]!.headers["authorization"]).toBe("Bearer open sesame");

  await vi.waitUntil(
    async () => (await listDeliveries(people.admin, "cache"))[0]?.state === "delivered",
    soon,
  );
  expect(cache.told).toHaveLength(2);
  await repeatDelivery(people.admin, (await listDeliveries(people.admin, "cache"))[0]!.id);
  await vi.waitUntil(() => cache.told.length === 3, soon);
  expect(cache.told[2]!.headers["surrogate-key"]).toBe(cache.told[0]!.headers["surrogate-key"]);
  expect(JSON.stringify(await listHooks(people.admin))).not.toContain("sesame");
});

test("keys are those of the rule before and after, and nothing goes for what no answer depends on", async () => {
  await target();
  const rule = { id: 900, product: "Firefox", mapping: null, priority: 7, backgroundRate: 100 };
  await make(create("rule", { ...rule, channel: "nightly", updateType: "minor" }));
  expect(await purged()).toEqual(["aus3/Firefox/nightly", "aus3/Firefox/~"]);
  const change = (rowVersion: number, fields: object) =>
    make(operation({ entity: "rule", action: "update", key: { id: 900 }, rowVersion, fields }));
  await change(1, { channel: "aurora" });
  expect(await purged()).toEqual(["aus3/Firefox/aurora", "aus3/Firefox/nightly", "aus3/Firefox/~"]);
  await change(2, { product: "Thunderbird", channel: null });
  expect(await purged()).toEqual(["aus3/Firefox/aurora", "aus3/Firefox/~", "aus3/Thunderbird"]);
  await change(3, { product: null });
  expect(await purged()).toEqual(["aus3"]);

  const before = (await listDeliveries(people.admin, "cache")).length;
  await change(4, { comment: "Only a remark" });
  await make(create("channel", { product: "Firefox", name: "esr" }));
  expect(await listDeliveries(people.admin, "cache")).toHaveLength(before);
});

test("a cache for some products hears of those alone, with the channels that a wildcard reaches", async () => {
  await target({ products: ["Thunderbird"] });
  await make(create("shutOff", { product: "Firefox", channel: "*", reason: "Crashes" }));
  expect(await purged()).toBeNull();
  await make(create("shutOff", { product: "Thunderbird", channel: "release", reason: "Crashes" }));
  const rule = {
    product: "Thunderbird",
    mapping: null,
    priority: 7,
    backgroundRate: 100,
    updateType: "minor",
  };
  await make(create("rule", { ...rule, id: 901, channel: "rel*" }));
  expect(await purged()).toEqual(["aus3/Thunderbird/release", "aus3/Thunderbird/~"]);
  await make(
    operation({
      entity: "settings",
      action: "update",
      key: {},
      rowVersion: 1,
      fields: { throttle: 50 },
    }),
  );
  expect(await purged()).toEqual(["aus3/Thunderbird"]);
});

test("a target that its kind can't reach, and a credential for a webhook, are refused", async () => {
  const attempt = (given: object) =>
    target(given).catch((error: unknown) => (error as { errors: { pointer: string }[] }).errors[0]?.pointer);
  expect(await attempt({ adapter: "redis" })).toContain("/url");
  expect(await attempt({ adapter: "webhook", url: "redis://10.0.0.1" })).toContain("/url");
  expect(await attempt({ adapter: "webhook", credential: "x" })).toBe("/credential");
  expect(await attempt({ credential: "two\nlines" })).toBe("/credential");
  expect(await attempt({ events: ["failed"] })).toContain("/events");
});

test("only administrators set a credential, which nobody is shown", async () => {
  await target();
  await expect(renewHookSecret(people.driver, "cache", "x")).rejects.toMatchObject({ code: "forbidden" });
  expect(await renewHookSecret(people.admin, "cache", "x")).toBeNull();
  expect((await listHooks(people.admin))[0]!.hasSecret).toBe(true);
  await renewHookSecret(people.admin, "cache");
  expect((await listHooks(people.admin))[0]!.hasSecret).toBe(false);
});
