import http from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { env } from "@/lib/env";
import { listNodes } from "@/lib/nodes/service";
import { reportPath, signatureHeader, signatureOf } from "@/lib/nodes/signature";
import type { NodeReport } from "@/lib/nodes/report";
import { programVersion } from "@/lib/program-version";
import { reportsToService, trafficToService } from "@/lib/serving/report-sinks";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { nodeReport } from "@/lib/testing/node-report";
import { makeFirefox } from "@/lib/testing/operations";

import { POST } from "./route";

const reader = system("reader");
let server: http.Server;
let url: string;

beforeEach(async () => {
  await emptyDatabase();
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      const asked = new Request(`http://service${request.url ?? ""}`, {
        method: "POST",
        headers,
        body: Buffer.concat(chunks),
      });
      void POST(asked).then(async (answer) => {
        response.writeHead(answer.status).end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const rowsOf = (sql: string) =>
  withConnection(async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

const service = () => ({ url, secret: env().AUS_SECRET });

const report = (said: Partial<NodeReport> = {}) =>
  nodeReport({ dataCentre: "Amsterdam", isReplica: true, ...said });

test("what a node without a database to write to reports is kept, the latest of it", async () => {
  const { put } = reportsToService(service());
  await put(report({ sequence: 2 }));
  const { revision } = await makeFirefox();
  const [head] = await rowsOf("SELECT hash FROM head");
  const hash = String(head?.["hash"]);
  const newest = report({ sequence: 4, revision, hash, live: [{ revision: 1, age: 0, atStart: false }] });
  await put(newest);
  await put(report({ sequence: 3, revision: 0, version: "0.0.1" }));

  const { nodes, alarms, revisions } = await listNodes(reader);
  expect(alarms).toEqual([]);
  expect(nodes).toMatchObject([{ name: "ams-1", revision: 1, isReplica: true, version: programVersion }]);
  expect(revisions).toMatchObject([{ revision: 1, live: 1, missing: [] }]);
});

test("what a canary found arrives with its report", async () => {
  const { revision } = await makeFirefox();
  const [head] = await rowsOf("SELECT hash FROM head");
  const failures = [{ name: "it holds", product: "Firefox", detail: "not so" }];
  const counts = { invariants: 1, answers: 200, failures, warnings: [], broken: { "it holds": 3 } };
  const verdict = { revision: revision ?? 0, hash: String(head?.["hash"]), passed: false, ...counts };
  await reportsToService(service()).put(report({ canary: true, verdict }));
  expect((await listNodes(reader)).wave).toMatchObject({ revision, kind: "stopped", failures });
  expect(await rowsOf("SELECT node, passed, detail -> 'broken' AS broken FROM wave_verdicts")).toEqual([
    { node: "ams-1", passed: false, broken: { "it holds": 3 } },
  ]);
});

test("what it counted is kept as well", async () => {
  const to = trafficToService(service());
  const at = new Date("2026-11-27T12:00:00Z");
  const counts = { all: [3, 1], version: { "129.0": [3, 1] } };
  const row = { at, product: "Firefox", channel: "release", requests: 3, served: 1, counts };
  await to.putMinutes({ node: "ams-1", process: "a" }, [row]);
  await to.putMinutes({ node: "ams-1", process: "a" }, [{ ...row, requests: 5 }]);
  const state = {
    product: "Firefox",
    channel: "release",
    version: "129.0",
    buildID: "1",
    buildTarget: "linux",
  };
  await to.addStates([{ ...state, locale: "de", osVersion: "Linux", count: 3 }], at);

  expect(await rowsOf("SELECT node, requests::int, counts FROM traffic")).toEqual([
    { node: "ams-1", requests: 5, counts },
  ]);
  expect(await rowsOf("SELECT count::int FROM traffic_states")).toEqual([{ count: 3 }]);
});

test("two nodes of one name are told", async () => {
  const { put } = reportsToService(service());
  await put(report({ process: "a" }));
  await put(report({ process: "b" }));
  await rowsOf("UPDATE nodes SET first_seen_at = first_seen_at - interval '1 minute'");
  expect((await listNodes(reader)).alarms).toMatchObject([{ node: "ams-1", code: "same-name" }]);
});

test("whoever does not know the secret is refused, and so is what was altered or makes no sense", async () => {
  await expect(reportsToService({ url, secret: "a wrong secret" }).put(report())).rejects.toThrow("401");
  const sent = JSON.stringify({ kind: "report", report: report() });
  const send = (body: string, signature: string) =>
    fetch(url + reportPath, {
      method: "POST",
      headers: { "content-type": "application/json", [signatureHeader]: signature },
      body,
    });
  const sign = (body: string) => signatureOf(env().AUS_SECRET, reportPath, body);
  expect((await send(sent.replace("ams-1", "ams-2"), sign(sent))).status).toBe(401);
  expect((await send("{}", sign("{}"))).status).toBe(422);
  expect((await send("no JSON", sign("no JSON"))).status).toBe(400);
  expect((await send(sent, sign(sent))).status).toBe(200);
  expect((await listNodes(reader)).nodes).toHaveLength(1);
});
