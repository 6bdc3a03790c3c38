import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { toSnapshotInput } from "@/lib/restore/snapshot";
import { answer } from "@/lib/serving/answer";
import { servingPolicy } from "@/lib/serving/policy";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

import { readNow } from "./service";
import { checkStanding } from "./service-check";
import { listChecked } from "./service-invariants";

const everybody = system("test");
const stranger: Person = {
  kind: "person",
  id: "viewer@example.com",
  email: "viewer@example.com",
  name: "Viewer",
  grants: [{ role: "viewer", product: "Thunderbird" }],
};
const policy = servingPolicy({ AUS_SECRET: "s".repeat(32), AUS_THROTTLE: "sticky", AUS_MAX_AGE: 90 });
const nodes: Server[] = [];

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    ...shippedFirefox("129.0"),
    ...shippedFirefox("130.0"),
    create("rule", { id: 1, priority: 10, product: "Firefox", channel: "release", mapping: "Firefox-130.0" }),
    create("invariant", { name: "newest", statement: "every Firefox client on release reaches 130.0" }),
    create("hook", { name: "chat", url: "https://chat.example.com/", events: ["problem-found"] }),
  );
});

afterEach(() => {
  for (const server of nodes.splice(0)) server.close();
});

/** The configuration as it is now. */
async function snapshotNow(): Promise<Snapshot> {
  const { revision, rows } = await readNow();
  return compileSnapshot(toSnapshotInput(revision, rows));
}

/** A node that serves a snapshot, and says that it is of a revision. */
async function startNode(served: { snapshot: Snapshot; revision?: number }): Promise<string> {
  const server = createServer(({ url = "", headers }, response) => {
    const { snapshot, revision = snapshot.revision } = served;
    if (url === "/__heartbeat__") {
      response.end(JSON.stringify({ status: "ok", revision }));
      return;
    }
    const request = { method: "GET", url, userAgent: headers["user-agent"], address: "127.0.0.1" };
    const answered = answer(snapshot, request, policy);
    response.writeHead(answered.status, answered.headers).end(answered.body);
  });
  nodes.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const restrict = () =>
  make(
    operation({
      entity: "rule",
      action: "update",
      key: { id: 1 },
      rowVersion: 1,
      fields: { version: ">=130.0" },
    }),
  );

const announced = async () =>
  (await db().hookDelivery.findMany({ orderBy: { id: "asc" } })).map(({ payload }) => payload);

test("a configuration in which everything holds and a node that serves it are as expected", async () => {
  const node = await startNode({ snapshot: await snapshotNow() });
  const at = new Date();
  await checkStanding(at, [node]);
  const { lastChecks, revision } = await listChecked(everybody, null);
  expect(lastChecks).toEqual([
    { node: null, at, revision, checked: 1, found: [], hidden: 0 },
    { node, at, revision, checked: 2, found: [], hidden: 0 },
  ]);
  expect(await announced()).toEqual([]);
});

test("an invariant that no longer holds is told once, until it holds again", async () => {
  await checkStanding(new Date(), []);
  await restrict();
  await checkStanding(new Date(), []);
  await checkStanding(new Date(), []);
  expect(await announced()).toMatchObject([
    {
      event: "problem-found",
      products: ["Firefox"],
      node: null,
      problems: [
        { name: "newest", severity: "error", detail: expect.stringContaining("Firefox-129.0") as string },
      ],
    },
  ]);
  const { lastChecks } = await listChecked(stranger, null);
  expect(lastChecks).toMatchObject([{ checked: 1, found: [], hidden: 1 }]);
});

test("a node that answers otherwise than configured, while it claims the revision, is found", async () => {
  const old = await snapshotNow();
  await restrict();
  const { revision } = await snapshotNow();
  const node = await startNode({ snapshot: old, revision });
  await checkStanding(new Date(), [node]);
  const { lastChecks } = await listChecked(everybody, null);
  expect(lastChecks[1]).toMatchObject({
    node,
    checked: 2,
    found: [
      { name: "answers", product: "Firefox", detail: expect.stringContaining("1 of 2 answers") as string },
    ],
  });
});

test("a node that stays behind and one that is away are told of", async () => {
  const behind = await startNode({ snapshot: await snapshotNow() });
  await restrict();
  const away = "http://127.0.0.1:9";
  await checkStanding(new Date(), [behind, away]);
  const { lastChecks } = await listChecked(everybody, null);
  const found = lastChecks.flatMap((check) => check.found.map(({ name }) => [check.node, name]));
  expect(found).toContainEqual([behind, "behind"]);
  expect(found).toContainEqual([away, "unreachable"]);
});

test("a node that catches up while it is asked is no problem, and one that is gone for a day is forgotten", async () => {
  const served = { snapshot: await snapshotNow() };
  const node = await startNode(served);
  await restrict();
  const checking = checkStanding(new Date(), [node]);
  served.snapshot = await snapshotNow();
  await checking;
  const { lastChecks } = await listChecked(everybody, null);
  expect(lastChecks[1]).toMatchObject({ node, checked: 2, found: [] });
  await checkStanding(new Date(Date.now() + 90_000_000), []);
  expect((await listChecked(everybody, null)).lastChecks).toMatchObject([{ node: null }]);
});
