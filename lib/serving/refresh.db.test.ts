import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { env } from "@/lib/env";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { CuttableWay } from "@/lib/testing/node-process";
import { create, make, makeFirefox, operation, release } from "@/lib/testing/operations";

import { SnapshotSource } from "./refresh";
import { applicationName } from "./refresh-connection";

let source: SnapshotSource;

beforeEach(async () => {
  await emptyDatabase();
  source = new SnapshotSource(env().DATABASE_URL);
  await source.ready;
});

afterEach(() => source.close());

/** The promise is one second; a notification is far faster. */
async function visible(revision: number | null): Promise<void> {
  await vi.waitUntil(() => source.current().revision === revision, { timeout: 1_000, interval: 5 });
}

const rate = (backgroundRate: number, rowVersion: number) =>
  operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion, fields: { backgroundRate } });

test("an empty database gives a snapshot of revision 0", () => {
  expect(source.current()).toMatchObject({ revision: 0, settings: { throttle: 100, forceHosts: [] } });
});

test("an enacted change is visible within a second", async () => {
  await visible((await makeFirefox()).revision);
  await visible((await make(rate(25, 1))).revision);

  expect(source.current().input.rules).toMatchObject([{ id: 1, backgroundRate: 25, rowVersion: 2 }]);
  expect(source.current().release("Firefox-130.0-build1")).not.toBeNull();
});

test("what a change does not touch is kept, what it touches is read again", async () => {
  await makeFirefox();
  const { revision } = await make(create("release", release("Firefox-131.0-build1")));
  await visible(revision);
  const [kept, touched] = source.current().input.releases;

  const build = { release: "Firefox-131.0-build1", buildTarget: "Linux", locale: "de", buildID: "5" };
  await visible((await make(create("build", build))).revision);

  expect(source.current().input.releases[0]).toBe(kept);
  expect(source.current().input.releases[1]).not.toBe(touched);
  expect(source.current().input.releases[1]!.builds).toMatchObject([{ buildID: "5" }]);
});

test("a deleted release is gone from the snapshot", async () => {
  await makeFirefox();
  await make(create("release", release("Firefox-131.0-build1")));
  const key = { name: "Firefox-131.0-build1" };
  await visible(
    (await make(operation({ entity: "release", action: "delete", key, rowVersion: 1 }))).revision,
  );

  expect(source.current().input.releases.map(({ name }) => name)).toEqual(["Firefox-130.0-build1"]);
});

test("every kind of row reaches the snapshot", async () => {
  await makeFirefox();
  const { revision } = await make(
    create("pin", {
      product: "Firefox",
      channel: "release",
      version: "130.",
      mapping: "Firefox-130.0-build1",
    }),
    create("allowedDomain", { host: "example.com", products: ["Firefox"] }),
    create("shutOff", { product: "Firefox", channel: "beta", reason: "Broken" }),
    operation({ entity: "settings", action: "update", key: {}, rowVersion: 1, fields: { throttle: 50 } }),
  );
  await visible(revision);

  expect(source.current().input).toMatchObject({
    settings: { throttle: 50 },
    pins: [{ mapping: "Firefox-130.0-build1" }],
    allowedDomains: [{ host: "example.com" }],
    shutOffs: [{ reason: "Broken" }],
  });
});

test("the last snapshot stays while the connection is lost, and the newest one comes after it", async () => {
  await visible((await makeFirefox()).revision);
  await withConnection((client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = $1 AND datname = current_database()`,
      [applicationName],
    ),
  );
  expect(source.current().revision).toBe(1);

  const { revision } = await make(rate(25, 1));

  await vi.waitUntil(() => source.current().revision === revision, { timeout: 5_000, interval: 5 });
});

test("a database that was put back to an earlier state is read anew", async () => {
  await visible((await makeFirefox()).revision);

  await emptyDatabase();
  await make(create("product", { name: "Thunderbird" }));

  await vi.waitUntil(() => source.current().input.products[0]?.name === "Thunderbird", {
    timeout: 2_000,
    interval: 5,
  });
  expect(source.current().input).toMatchObject({ revision: 1, rules: [], releases: [] });
});

test("a database that is cut off without a word is gone within seconds, and followed when it is back", async () => {
  const way = new CuttableWay(env().DATABASE_URL);
  await way.open();
  const far = new SnapshotSource(way.address);
  await far.ready;

  way.silence();
  const { revision } = await makeFirefox();
  await vi.waitUntil(() => far.state.problem !== null, { timeout: 7_000, interval: 50 });
  expect(far.state.problem).toContain("said nothing");
  await way.cut();
  await way.open();
  await vi.waitUntil(() => far.current().revision === revision, { timeout: 3_000, interval: 50 });

  way.silence();
  await far.close();
  await way.cut();
}, 20_000);
