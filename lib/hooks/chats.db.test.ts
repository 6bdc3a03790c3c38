import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Person } from "@/lib/access/role";
import { submitChangeSet } from "@/lib/change-sets/service";
import { startWorker, type Worker } from "@/lib/jobs/run-worker";
import { emptyDatabase } from "@/lib/testing/database";
import { makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";
import { RecordingCache } from "@/lib/testing/recording-cache";

import { createHook, listDeliveries, listHooks, renewHookSecret, repeatDelivery } from "./service";

const soon = { timeout: 15_000, interval: 20 };
let people: Record<"driver" | "manager" | "admin", Person>;
let worker: Worker;
let chat: RecordingCache;

beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", manager: "manager", admin: "admin" });
  await makeFirefox();
  chat = new RecordingCache();
  await chat.start();
  worker = await startWorker();
});

afterEach(async () => {
  await worker.stop();
  chat.stop();
});

const propose = () =>
  submitChangeSet(people.driver, {
    operations: [
      operation({
        entity: "rule",
        action: "update",
        key: { id: 1 },
        rowVersion: 1,
        fields: { backgroundRate: 10 },
      }),
    ],
    reason: "Slower",
    source: "ui",
  });
const add = (given: object = {}) =>
  createHook(people.admin, {
    ...{ name: "team", adapter: "slack", url: `${chat.url}/services/{credential}`, events: ["proposed"] },
    ...{ credential: "T0/B0/XX", ...given },
  });

test("people of a chat are told who has to sign, at an address whose secret part nobody sees", async () => {
  expect(await add()).toBeNull();
  const { changeSet } = await propose();
  await vi.waitUntil(() => chat.told.length === 1, soon);
  expect(chat.told[0]).toMatchObject({ method: "POST", path: "/services/T0/B0/XX" });
  const { text } = JSON.parse(chat.told[0]!.body) as { text: string };
  expect(text).toContain(
    `driver@example.com proposed change set ${changeSet ?? ""}: Slower. Waits for 1 manager of Firefox.`,
  );
  expect(JSON.stringify(await listHooks(people.admin))).not.toContain("T0/B0");
});

test("a chat whose secret part is not known yet is told once it is", async () => {
  await add({ credential: null });
  await propose();
  const first = async () => (await listDeliveries(people.admin, "team"))[0];
  await vi.waitUntil(async () => (await first())?.attempts === 1, soon);
  expect((await first())!.problem).toContain("no credential");
  expect(await renewHookSecret(people.admin, "team", "T1")).toBeNull();
  await repeatDelivery(people.admin, (await first())!.id);
  await vi.waitUntil(() => chat.told.length === 1, soon);
  expect(chat.told[0]!.path).toBe("/services/T1");
});

test("a credential that has no place in the address is refused, and a place that would choose the host", async () => {
  const attempt = (given: object) =>
    add(given).catch((error: unknown) => (error as { errors: { pointer: string }[] }).errors[0]?.pointer);
  expect(await attempt({ url: `${chat.url}/services/x` })).toBe("/credential");
  expect(await attempt({ credential: "a b" })).toBe("/credential");
  expect(await attempt({ url: "https://{credential}/x" })).toContain("/url");
});
