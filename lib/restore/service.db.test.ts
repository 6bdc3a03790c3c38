import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { enactPrepared } from "@/lib/changes/service";
import type { Operation } from "@/lib/changes/operation";
import { exportConfiguration } from "@/lib/configuration/service";
import { SnapshotSource } from "@/lib/serving/refresh";
import { env } from "@/lib/env";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, makeFirefox, operation, release } from "@/lib/testing/operations";

import { diffConfigurations, restore, rollBackRevision, rollBackRow, snapshotInputAt } from "./service";

beforeEach(emptyDatabase);

const actor = system("test");

function enactRestored(operations: readonly Operation[]) {
  return enactPrepared(actor, {
    reason: "Back",
    source: "system",
    accept: [],
    dryRun: false,
    wholeConfiguration: true,
    withDefaultPolicies: false,
    prepare: () =>
      Promise.resolve({
        operations: operations.map((one) => ({ operation: one, pointer: "" })),
        known: null,
        unchanged: () => 0,
      }),
  });
}

async function configuration() {
  return (await exportConfiguration(actor)).configuration;
}

function setRule(id: number, rowVersion: number, fields: object): Operation {
  return operation({ entity: "rule", action: "update", key: { id }, rowVersion, fields });
}

function rule(fields: object): Operation {
  return create("rule", { product: "Firefox", priority: 1, mapping: "Firefox-130.0-build1", ...fields });
}

test("a revision is taken back although others have changed other rows since", async () => {
  await makeFirefox();
  await make(setRule(1, 1, { backgroundRate: 25 }));
  await make(create("channel", { product: "Firefox", name: "beta" }));

  const { operations, conflicts } = await rollBackRevision(actor, 2);

  expect(conflicts).toEqual([]);
  expect(operations).toEqual([setRule(1, 2, { backgroundRate: 100 })]);
  await enactRestored(operations);
  expect((await configuration()).rules).toMatchObject([{ backgroundRate: 100 }]);
});

test("of a row that moved on, base, theirs and mine are told", async () => {
  await makeFirefox();
  await make(setRule(1, 1, { backgroundRate: 25 }));
  await make(setRule(1, 2, { backgroundRate: 50 }));

  expect(await rollBackRevision(actor, 2, { merge: true })).toMatchObject({
    operations: [],
    conflicts: [
      {
        entity: "rule",
        key: "1",
        base: { backgroundRate: 25 },
        theirs: { backgroundRate: 50 },
        mine: { backgroundRate: 100 },
      },
    ],
    canMerge: false,
  });
});

test("where others changed other fields, the revision's own go back when that is asked for", async () => {
  await makeFirefox();
  await make(setRule(1, 1, { backgroundRate: 25 }));
  await make(setRule(1, 2, { comment: "kept", priority: 7 }));

  expect(await rollBackRevision(actor, 2)).toMatchObject({ operations: [], canMerge: true });
  const { operations } = await rollBackRevision(actor, 2, { merge: true });

  await enactRestored(operations);
  expect((await configuration()).rules).toMatchObject([
    { backgroundRate: 100, comment: "kept", priority: 7 },
  ]);
});

test("a revision whose release has got builds of others since is a conflict, not their end", async () => {
  await makeFirefox();
  await make(create("release", release("Firefox-131.0-build1")));
  await make(create("build", { release: "Firefox-131.0-build1", buildTarget: "Linux", locale: "de" }));

  expect(await rollBackRevision(actor, 2, { merge: true })).toMatchObject({
    conflicts: [{ entity: "build", key: "Firefox-131.0-build1/Linux/de", base: null, mine: null }],
    canMerge: false,
  });
});

test("a read-only release goes back, and a deleted one comes back with its builds and higher row versions", async () => {
  await makeFirefox();
  const name = "Firefox-131.0-build1";
  await make(
    create("release", release(name, { readOnly: true })),
    create("build", { release: name, buildTarget: "Linux", locale: "de", buildID: "1" }),
  );
  const before = await configuration();
  await make(
    operation({
      entity: "release",
      action: "update",
      key: { name },
      rowVersion: 1,
      fields: { readOnly: false },
    }),
  );
  await make(operation({ entity: "release", action: "delete", key: { name }, rowVersion: 2 }));

  await enactRestored(await rollBackRow(actor, { entity: "release", key: name }, 2));

  expect(await configuration()).toEqual(before);
  const { rules } = await snapshotInputAt(actor, 2);
  expect(rules).toMatchObject([{ id: 1, rowVersion: 1 }]);
  const { differences } = await diffConfigurations(actor, 4, 5);
  expect(differences).toMatchObject([
    { entity: "build", before: null, after: { buildID: "1", rowVersion: 2 } },
    { entity: "release", before: null, after: { rowVersion: 3 } },
  ]);
});

test("a row that was not there then is deleted, and one that never was is not found", async () => {
  await makeFirefox();
  await make(create("channel", { product: "Firefox", name: "beta" }));
  await make(
    operation({
      entity: "channel",
      action: "delete",
      key: { product: "Firefox", name: "beta" },
      rowVersion: 1,
    }),
  );
  await make(create("channel", { product: "Firefox", name: "beta" }));

  const place = { entity: "channel", key: "Firefox/beta" } as const;
  expect(await rollBackRow(actor, place, 3)).toMatchObject([{ action: "delete", rowVersion: 2 }]);
  await expect(rollBackRow(actor, place, 1)).rejects.toMatchObject({ code: "not-found" });
});

test("a channel goes back with its rules, pins, shut-offs and releases, and nothing else does", async () => {
  await makeFirefox();
  await make(
    create("build", { release: "Firefox-130.0-build1", buildTarget: "Linux", locale: "de", buildID: "1" }),
    rule({ channel: "beta", priority: 2 }),
    rule({ channel: "rel*", priority: 3 }),
    create("shutOff", { product: "Firefox", channel: "release", reason: "Broken" }),
  );
  const { channels: _, ...then } = await configuration();
  const build = { release: "Firefox-130.0-build1", buildTarget: "Linux", locale: "de" };
  await make(
    setRule(1, 1, { backgroundRate: 1 }),
    setRule(2, 1, { backgroundRate: 2 }),
    setRule(3, 1, { backgroundRate: 3 }),
    rule({ channel: "release", priority: 4 }),
    create("channel", { product: "Firefox", name: "beta" }),
    operation({ entity: "build", action: "update", key: build, rowVersion: 1, fields: { buildID: "2" } }),
    operation({
      entity: "shutOff",
      action: "delete",
      key: { product: "Firefox", channel: "release" },
      rowVersion: 1,
    }),
  );

  const { revision, operations, warnings } = await restore(
    actor,
    { product: "Firefox", channel: "release" },
    2,
  );

  expect(revision).toBe(2);
  expect(warnings).toEqual(['rule "3" is for others as well: it has changed since, and stays as it is']);
  await enactRestored(operations);
  const now = await configuration();
  expect(now.rules.map(({ id, backgroundRate }) => [id, backgroundRate])).toEqual([
    [1, 100],
    [2, 2],
    [3, 3],
  ]);
  expect(now).toMatchObject({
    releases: then.releases,
    shutOffs: then.shutOffs,
    channels: [{ name: "beta" }],
  });
});

test("a product goes back whole, but for releases that others have come to need", async () => {
  await makeFirefox();
  await make(create("product", { name: "Thunderbird" }));
  const at = new Date();
  await make(
    create("release", release("Firefox-131.0-build1")),
    create("release", release("Firefox-132.0-build1")),
    create("channel", { product: "Thunderbird", name: "beta" }),
    create("rule", { priority: 9, mapping: "Firefox-131.0-build1" }),
    setRule(1, 1, { mapping: "Firefox-132.0-build1" }),
    operation({
      entity: "product",
      action: "update",
      key: { name: "Firefox" },
      rowVersion: 1,
      fields: { throttle: 5 },
    }),
  );

  const { operations, warnings } = await restore(actor, { product: "Firefox" }, at);
  await enactRestored(operations);

  expect(warnings).toEqual([
    'rule "2" is for others as well: it has changed since, and stays as it is',
    'Release "Firefox-131.0-build1" was not there then, and stays because other rules map to it',
  ]);
  expect(await configuration()).toMatchObject({
    products: [{ throttle: 100 }, {}],
    releases: [{ name: "Firefox-130.0-build1" }, { name: "Firefox-131.0-build1" }],
    rules: [{ id: 1, mapping: "Firefox-130.0-build1" }, { id: 2 }],
    channels: [{ name: "beta" }],
  });
});

test("everything goes back to before there was anything, and to after it", async () => {
  await makeFirefox();
  await make(
    operation({ entity: "settings", action: "update", key: {}, rowVersion: 1, fields: { throttle: 5 } }),
  );
  const full = await configuration();

  await enactRestored((await restore(actor, {}, 0)).operations);
  expect(await configuration()).toMatchObject({ settings: { throttle: 100 }, products: [], rules: [] });

  await enactRestored((await restore(actor, {}, 2)).operations);
  expect(await configuration()).toEqual(full);
});

test("a product is not deleted while a shut-off names it, so that every past state can be made again", async () => {
  await make(create("product", { name: "Firefox" }), create("shutOff", { product: "Firefox", channel: "*" }));
  const remove = operation({ entity: "product", action: "delete", key: { name: "Firefox" }, rowVersion: 1 });

  await expect(make(remove)).rejects.toThrow("is used by shut-off *");
});

test("clients' answers of the past come from what nodes served then", async () => {
  await makeFirefox();
  await make(
    create("pin", {
      product: "Firefox",
      channel: "release",
      version: "130.",
      mapping: "Firefox-130.0-build1",
    }),
    create("allowedDomain", {
      host: "a.example.com",
      pathPattern: "/b.*",
      products: ["Firefox"],
      position: 1,
    }),
    create("allowedDomain", {
      host: "a.example.com",
      pathPattern: "/.*",
      products: ["Firefox"],
      position: 0,
    }),
    create("build", { release: "Firefox-130.0-build1", buildTarget: "Linux", locale: "de" }),
  );
  const source = new SnapshotSource(env().DATABASE_URL);
  await source.ready;
  const served = source.current().input;
  await source.close();
  await make(setRule(1, 1, { backgroundRate: 5 }));

  expect(await snapshotInputAt(actor, 2)).toEqual(served);
});

test("differences between two instants are told both ways round", async () => {
  await makeFirefox();
  await make(setRule(1, 1, { backgroundRate: 5 }));
  await make(setRule(1, 2, { backgroundRate: 7 }), create("channel", { product: "Firefox", name: "beta" }));
  await make(
    operation({
      entity: "channel",
      action: "delete",
      key: { product: "Firefox", name: "beta" },
      rowVersion: 1,
    }),
  );

  const forth = { entity: "rule", before: { backgroundRate: 100 }, after: { backgroundRate: 7 } };
  expect((await diffConfigurations(actor, 1, 4)).differences).toMatchObject([forth]);
  const back = { entity: "rule", before: { backgroundRate: 7 }, after: { backgroundRate: 100 } };
  expect((await diffConfigurations(actor, 4, 1)).differences).toMatchObject([back]);
});

test("nobody takes back or restores what they may not see", async () => {
  await makeFirefox();
  const person: Person = {
    kind: "person",
    id: "1",
    email: "d@example.com",
    name: "D",
    grants: [{ role: "driver", product: "Thunderbird" }],
  };

  const forbidden = { code: "forbidden" };
  await expect(rollBackRevision(person, 1)).rejects.toMatchObject(forbidden);
  await expect(rollBackRow(person, { entity: "rule", key: "1" }, 1)).rejects.toMatchObject(forbidden);
  await expect(restore(person, {}, 1)).rejects.toMatchObject(forbidden);
  await expect(restore(person, { product: "Firefox" }, 1)).rejects.toMatchObject(forbidden);
  expect((await diffConfigurations(person, 0, 1)).differences).toEqual([]);
});

test("a channel without its product, and a revision of the future, are refused", async () => {
  await expect(restore(actor, { channel: "release" }, 0)).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/product" }],
  });
  await expect(restore(actor, {}, 1)).rejects.toMatchObject({ code: "not-found" });
});
