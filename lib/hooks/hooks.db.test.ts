import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Person } from "@/lib/access/role";
import { submitChangeSet } from "@/lib/change-sets/service";
import { startWorker, type Worker } from "@/lib/jobs/run-worker";
import { deliveryTasks } from "@/lib/jobs/tasks";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { createHook, listDeliveries, listHooks, renewHookSecret, repeatDelivery } from "./service";

type Received = { headers: IncomingHttpHeaders; text: string; body: Record<string, unknown> };

const soon = { timeout: 15_000, interval: 20 };
let people: Record<"driver" | "admin", Person>;
let worker: Worker;
let receiver: Server;
let received: Received[];
/** The statuses that the receiver answers with, one after the other; 204 once there are none left. */
let answers: number[];
let url: string;

beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", admin: "admin" });
  await makeFirefox();
  await make(create("product", { name: "Thunderbird" }));
  received = [];
  answers = [];
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, text, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(answers.shift() ?? 204, { location: `${url}/elsewhere` }).end();
    });
  });
  await once(receiver.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  worker = await startWorker();
});

afterEach(async () => {
  await worker.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const arrived = (count: number) => vi.waitUntil(() => received.length >= count, soon);
const shutOff = (product = "Firefox") =>
  make(create("shutOff", { product, channel: "release", reason: "Crashes" }));

test("what happens is delivered with a signature that the hook's secret proves", async () => {
  const secret = (await createHook(people.admin, { name: "chat", url, events: ["shut-off"] }))!;
  await shutOff();
  await arrived(1);

  const { headers, text, body } = received[0]!;
  expect(body).toMatchObject({
    event: "shut-off",
    actor: "system test",
    products: ["Firefox"],
    channel: "release",
    reason: "Test",
  });
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = `${headers["webhook-id"] as string}.${headers["webhook-timestamp"] as string}.${text}`;
  const proof = createHmac("sha256", key).update(signed).digest("base64");
  expect(headers["webhook-signature"]).toBe(`v1,${proof}`);
  expect(Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"]))).toBeLessThan(60);
  await vi.waitUntil(async () => (await deliveries("chat"))[0]?.state === "delivered", soon);
  expect(await deliveries("chat")).toMatchObject([
    { event: "shut-off", attempts: 1, status: 204, nextAt: null },
  ]);
  expect(JSON.stringify(await listHooks(people.admin))).not.toContain(secret);
});

const deliveries = (hook: string) => listDeliveries(people.admin, hook);

test("a proposal, its sign-off and its end are told, each to whoever asked for it", async () => {
  await createHook(people.admin, { name: "reviews", url, events: ["proposed", "signed"] });
  await createHook(people.admin, { name: "ends", url, events: ["cancelled"] });
  const fields = { backgroundRate: 10 };
  const { changeSet } = await submitChangeSet(people.driver, {
    operations: [operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields })],
    reason: "Slower",
    source: "ui",
  });
  await arrived(2);

  expect(received.map(({ body }) => body["event"])).toEqual(["proposed", "signed"]);
  expect(received[0]!.body).toMatchObject({
    changeSet,
    actor: "driver@example.com",
    reason: "Slower",
    products: ["Firefox"],
  });
  expect(await deliveries("ends")).toEqual([]);
});

test("a hook hears of its own products only", async () => {
  await createHook(people.admin, { name: "mine", url, events: ["enacted"], products: ["Thunderbird"] });
  await shutOff("Firefox");
  await make(
    create("channel", { product: "Firefox", name: "esr" }),
    create("channel", { product: "Thunderbird", name: "esr" }),
  );
  await arrived(1);
  expect(received.map(({ body }) => body["products"])).toEqual([["Thunderbird"]]);
});

test("a refused delivery is tried again later, and one that arrived can be repeated", async () => {
  answers = [500];
  await createHook(people.admin, { name: "chat", url, events: ["shut-off"] });
  await shutOff();
  await vi.waitUntil(async () => (await deliveries("chat"))[0]?.attempts === 1, soon);
  const [first] = await deliveries("chat");
  expect(first).toMatchObject({ state: "pending", status: 500, problem: "It answered 500" });
  expect(first!.nextAt!.getTime()).toBeGreaterThan(first!.triedAt!.getTime());

  await vi.waitUntil(async () => (await deliveries("chat"))[0]?.state === "delivered", soon);
  expect(received[1]!.headers["webhook-id"]).toBe(received[0]!.headers["webhook-id"]);

  await repeatDelivery(people.admin, first!.id);
  await arrived(3);
  expect(received[2]!.text).toBe(received[0]!.text);
});

test("targets that are away hold up neither each other nor anybody else", async () => {
  // They accept connections and never answer.
  const silent = createServer(() => undefined);
  await once(silent.listen(0, "127.0.0.1"), "listening");
  const away = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const gone = createServer();
  await once(gone.listen(0, "127.0.0.1"), "listening");
  const closed = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
  await new Promise((resolve) => gone.close(resolve));
  for (const name of ["a", "b"]) await createHook(people.admin, { name, url: away, events: ["enacted"] });
  await createHook(people.admin, { name: "closed", url: closed, events: ["enacted"] });
  for (let n = 0; n < 5; n++) await make(create("channel", { product: "Firefox", name: `c${n}` }));
  await createHook(people.admin, { name: "here", url, events: ["shut-off"] });
  await shutOff();
  await arrived(1);

  await vi.waitUntil(async () => (await deliveries("closed")).some(({ attempts }) => attempts > 0), soon);
  expect((await deliveries("closed")).find(({ attempts }) => attempts > 0)!.problem).toContain(
    "ECONNREFUSED",
  );
  silent.closeAllConnections();
  silent.close();
});

test("after a day of refusals a delivery has failed", async () => {
  await worker.stop();
  answers = [503];
  await createHook(people.admin, { name: "chat", url, events: ["shut-off"] });
  await shutOff();
  const { id } = (await deliveries("chat"))[0]!;
  await deliveryTasks["deliver-hook"]!({ delivery: id }, { job: { attempts: 13 } } as never);
  expect(await deliveries("chat")).toMatchObject([{ state: "failed", status: 503, nextAt: null }]);
  worker = await startWorker();
});

test("redirections are not followed", async () => {
  answers = [302];
  await createHook(people.admin, { name: "chat", url, events: ["shut-off"] });
  await shutOff();
  await vi.waitUntil(async () => (await deliveries("chat"))[0]?.attempts === 1, soon);
  expect(await deliveries("chat")).toMatchObject([{ state: "pending", problem: "It answered 302" }]);
  expect(received).toHaveLength(1);
});

test("hooks are refused that name nothing, no web address, or a product that is not there", async () => {
  const attempt = (given: object) =>
    createHook(people.admin, { name: "x", url, events: ["enacted"], ...given }).catch(
      (error: unknown) => (error as { errors: { pointer: string }[] }).errors[0]?.pointer,
    );
  expect(await attempt({ events: [] })).toBe("/events");
  for (const bad of ["ftp://example.com/", "file:///etc/passwd", "https://u:p@example.com/", "nonsense"]) {
    expect(await attempt({ url: bad })).toBe("/url");
  }
  expect(await attempt({ products: ["Nightbird"] })).toContain("/products/0");
});

test("only administrators see hooks and their deliveries, or give them secrets", async () => {
  await createHook(people.admin, { name: "chat", url, events: ["shut-off"] });
  await shutOff();
  const forbidden = { code: "forbidden" };
  await expect(createHook(people.driver, { name: "y", url, events: ["enacted"] })).rejects.toMatchObject(
    forbidden,
  );
  await expect(listHooks(people.driver)).rejects.toMatchObject(forbidden);
  await expect(listDeliveries(people.driver, "chat")).rejects.toMatchObject(forbidden);
  await expect(renewHookSecret(people.driver, "chat")).rejects.toMatchObject(forbidden);
  await expect(repeatDelivery(people.driver, (await deliveries("chat"))[0]!.id)).rejects.toMatchObject(
    forbidden,
  );
});
