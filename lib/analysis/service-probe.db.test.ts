import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, release } from "@/lib/testing/operations";

import { probeHosts } from "./service-probe";
import { problemsOf } from "./service";

const hour = 3_600_000;
const servers: Server[] = [];
let clock = Date.now();
let asked: string[];

beforeEach(async () => {
  asked = [];
  await emptyDatabase();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function startHost(status: number): Promise<string> {
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method ?? ""} ${url ?? ""}`);
    response.writeHead(status).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A release whose only build has its file on a host. */
function releaseOn(host: string, name: string) {
  const patch = { type: "complete", from: "*", size: 1, hashValue: "0".repeat(128) };
  return [
    create("release", release(name)),
    create("build", {
      release: name,
      buildTarget: "linux",
      locale: "de",
      buildID: "20240101000000",
      patches: [{ ...patch, url: `http://${host}/${name}.mar` }],
    }),
  ];
}

const map = (id: number, mapping: string) =>
  create("rule", { id, priority: id, product: "Firefox", channel: "release", mapping });

async function problems() {
  clock += hour;
  await probeHosts(new Date(clock));
  const found = (await problemsOf(system("test"))).problems;
  // Ports are given out in any order.
  return found
    .filter(({ code }) => code === "unreachable-host")
    .sort((one, other) => other.where.key.localeCompare(one.where.key));
}

test("a host that cannot be reached is told with since when and why, until it answers", async () => {
  const [well, ill] = [await startHost(404), await startHost(503)];
  const gone = await startHost(200);
  servers.pop()?.close();
  const hosts = [well, ill, gone, "download.heron.example"];
  await make(
    create("product", { name: "Firefox" }),
    ...hosts.map((host) => create("allowedDomain", { host, products: ["Firefox"] })),
    ...releaseOn(well, "A"),
    ...releaseOn(ill, "B"),
    ...releaseOn(gone, "C"),
    ...releaseOn("download.heron.example", "D"),
    ...releaseOn(gone, "unmapped"),
    ...["A", "B", "C", "D"].map((name, index) => map(index + 1, name)),
  );
  const first = await problems();
  expect(first).toMatchObject([
    { severity: "warning", product: "Firefox", where: { entity: "release", key: "C" } },
    { severity: "warning", where: { entity: "release", key: "B" } },
  ]);
  expect(first[0]?.detail).toMatch(
    /^The host 127\.0\.0\.1:\d+ cannot be reached since .* UTC \(.*ECONNREFUSED/,
  );
  expect(first[1]?.detail).toContain("it answers 503");
  expect(asked).toContain("HEAD /A.mar");
  expect((await problems())[0]?.detail).toBe(first[0]?.detail);
  const isOff = { entity: "rule", action: "update", rowVersion: 1, fields: { enabled: false } };
  await make(operation({ ...isOff, key: { id: 3 } }), operation({ ...isOff, key: { id: 2 } }));
  expect(await problems()).toEqual([]);
});

test("a newly mapped release is asked for before the hour is over, and only it", async () => {
  const host = await startHost(200);
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host, products: ["Firefox"] }),
    ...releaseOn(host, "A"),
    ...releaseOn(host, "B"),
    map(1, "A"),
  );
  await problems();
  await make(map(2, "B"));
  await probeHosts(new Date(clock + 60_000));
  expect(asked).toEqual(["HEAD /A.mar", "HEAD /B.mar"]);
  expect(await db().fileProbe.findMany({ select: { release: true }, orderBy: { release: "asc" } })).toEqual([
    { release: "A" },
    { release: "B" },
  ]);
});
