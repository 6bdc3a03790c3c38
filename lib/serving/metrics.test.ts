import { once } from "node:events";
import { request, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { compileSnapshot } from "@/lib/decision/snapshot";

import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { asksFromNear, Metrics } from "./metrics";
import { createWebProxy } from "./web-proxy";

const path = "/update/3/Heron/1.0/20260101000000/Linux/de/release/Linux/default/default/update.xml";
const snapshot = compileSnapshot({
  revision: 7,
  settings: { throttle: 100, forceHosts: [] },
  products: [],
  rules: [],
  releases: [],
  pins: [],
  allowedDomains: [],
  shutOffs: [],
});
const metrics = new Metrics(() => {
  return {
    revision: 7,
    since: Date.now() - 5000,
    pages: false,
    worker: true,
    queue: { waiting: 3, stuck: 1 },
  };
});
const front = createFrontServer({
  snapshot: () => snapshot,
  policy: { roll: () => 0, sticky: true, maxAge: 90 },
  trustedProxies: 0,
  web: createWebProxy({ port: () => null, trustedProxies: 0, protectPages: true }),
  state: () => ({ revision: 7, pages: false, worker: true }),
  counter: () => null,
  metrics: { of: metrics, readers: "near" },
});
const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  await once(front.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => drain(front, 1000));

async function get(url: string, headers: Record<string, string> = {}) {
  const sent = request({ port: portOf(front), host: "127.0.0.1", path: url, headers }).end();
  const [answer] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  return { status: answer.statusCode, body: await text(answer) };
}

test("answers are counted by what they say, whatever parser read their requests", async () => {
  const socket = connect(portOf(front), "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  for (let asked = 1; asked <= 64; asked++) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await vi.waitUntil(() => received.split("</updates>").length > asked);
  }
  socket.end();
  await get(path, { "if-none-match": "*" });
  await get("/update/9/nonsense");

  const { status, body } = await get("/metrics");
  expect(status).toBe(200);
  expect(body).toContain('aus_answers_total{kind="nothing"} 65');
  expect(body).toContain('aus_answers_total{kind="unreadable"} 1');
  expect(body).toContain('aus_answers_total{kind="update"} 0');
  expect(body).toContain("aus_not_modified_total 1");
  expect(body).toContain("aus_answer_seconds_count 1");
  expect(body).toContain("aus_snapshot_revision 7");
  expect(body).toMatch(/aus_snapshot_age_seconds [5-9]/);
  expect(body).toContain("aus_queue_jobs 3");
  expect(body).toContain("aus_queue_stuck_jobs 1");
  expect(body).toContain("aus_nodejs_eventloop_lag_seconds");
});

test("no label holds what a client said", async () => {
  await get("/update/3/Marker/1.0/1/Marker/Marker/Marker/Marker/default/default/update.xml");
  expect((await get("/metrics")).body).not.toContain("Marker");
});

test("whoever asks through a proxy reads no figures", async () => {
  expect((await get("/metrics", { "x-forwarded-for": "10.0.0.1" })).status).toBe(503);
});

test.each([
  ["127.0.0.1", false, true],
  ["::1", false, true],
  ["::ffff:10.1.2.3", false, true],
  ["fd00::1", false, true],
  ["192.0.2.1", false, false],
  ["2001:db8::1", false, false],
  ["127.0.0.1", true, false],
  [undefined, false, false],
])("%s, through a proxy: %s, is near: %s", (address, isForwarded, isNear) => {
  expect(asksFromNear(address, isForwarded)).toBe(isNear);
});
