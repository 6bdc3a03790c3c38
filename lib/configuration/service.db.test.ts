import { beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import type { WriteProgress } from "@/lib/changes/store";
import { demoConfiguration } from "@/lib/demo/configuration";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation } from "@/lib/testing/operations";

import { configurationSchema, type Configuration } from "./configuration";
import { partialConfigurationSchema } from "./partial";
import { exportConfiguration, importConfiguration } from "./service";

beforeEach(emptyDatabase);

const seed = system("test");

async function exported(): Promise<Configuration> {
  return (await exportConfiguration(seed)).configuration;
}

function replace(configuration: unknown, dryRun = false) {
  return importConfiguration(seed, {
    target: { mode: "replace", configuration: configurationSchema.parse(configuration) },
    reason: "Test",
    source: "system",
    dryRun,
  });
}

function merge(configuration: unknown) {
  return importConfiguration(seed, {
    target: { mode: "merge", configuration: partialConfigurationSchema.parse(configuration) },
    reason: "Test",
    source: "system",
    dryRun: false,
  });
}

test("what is exported, imported elsewhere and exported again is the same, byte by byte", async () => {
  await replace(demoConfiguration());
  const first = JSON.stringify(await exported());
  await emptyDatabase();

  await replace(JSON.parse(first));

  expect(JSON.stringify(await exported())).toBe(first);
});

test("importing what is there already changes nothing, whole or merged", async () => {
  await replace(demoConfiguration());
  const configuration = await exported();

  const counts = { rule: { unchanged: configuration.rules.length, updated: 0, created: 0, deleted: 0 } };
  expect(await replace(configuration)).toMatchObject({ revision: null, counts });
  expect(await merge(configuration)).toMatchObject({ revision: null, counts });
});

test("replacing deletes what is not named, in one revision, even read-only releases", async () => {
  await replace(demoConfiguration());

  const only = { products: [{ name: "Firefox" }], rules: [{ id: 7, priority: 1 }] };
  const done = await replace({ ...only, invariants: [] });

  expect(done.revision).toBe(2);
  expect(await exported()).toEqual(
    configurationSchema.parse({
      invariants: [],
      settings: { throttle: 100, forceHosts: [] },
      products: [{ name: "Firefox" }],
      rules: [{ id: 7, priority: 1 }],
    }),
  );
});

test("what has to hold stays where a replacement does not speak of it", async () => {
  await replace(demoConfiguration());
  await replace({ products: [{ name: "Firefox" }], rules: [{ id: 7, priority: 1 }] });
  expect((await exported()).invariants).toHaveLength(demoConfiguration().invariants?.length ?? 0);
});

test("an empty configuration replaces nothing", async () => {
  await replace(demoConfiguration());

  await expect(replace({})).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/configuration" }],
  });
});

test("merging leaves alone what it does not name, rows and fields alike", async () => {
  await make(
    create("product", { name: "Firefox", throttle: 50, comment: "Kept" }),
    create("product", { name: "Thunderbird" }),
    create("rule", { product: "Firefox", priority: 5 }),
  );

  const { counts } = await merge({ products: [{ name: "Firefox", throttle: 60 }] });

  expect(counts.product).toEqual({ created: 0, updated: 1, deleted: 0, unchanged: 0 });
  expect(await exported()).toMatchObject({
    products: [{ name: "Firefox", throttle: 60, comment: "Kept" }, { name: "Thunderbird" }],
    rules: [{ priority: 5 }],
  });
});

test("merging adds builds to a release and keeps its others", async () => {
  const release = (...builds: object[]) => ({
    products: [{ name: "Firefox" }],
    releases: [{ name: "F-1", product: "Firefox", content: { kind: "application" }, builds }],
  });
  await merge(release({ buildTarget: "Linux", locale: "de", buildID: "1" }));

  const { counts } = await merge(
    release({ buildTarget: "Linux", locale: "de" }, { buildTarget: "Linux", locale: "fr" }),
  );

  expect(counts.build).toEqual({ created: 1, updated: 0, deleted: 0, unchanged: 1 });
  expect((await exported()).releases[0]!.builds).toMatchObject([
    { locale: "de", buildID: "1" },
    { locale: "fr", buildID: null },
  ]);
});

test("a rule without id is the one that says the same, each only once", async () => {
  const rule = { product: "Firefox", priority: 5, channel: "release" };
  await merge({ products: [{ name: "Firefox" }], rules: [rule] });

  expect((await merge({ rules: [rule] })).counts.rule).toMatchObject({ created: 0, unchanged: 1 });
  expect((await merge({ rules: [rule, rule] })).counts.rule).toMatchObject({ created: 1, unchanged: 1 });
});

test("a rule without id is the one of its alias", async () => {
  await merge({ rules: [{ alias: "way-back", priority: 5 }] });
  await merge({ rules: [{ alias: "way-back", priority: 6 }] });

  expect((await exported()).rules).toMatchObject([{ id: 1, priority: 6 }]);
});

test("what is wrong with an import is told by where it is, and nothing is written", async () => {
  const wrong = replace({
    products: [{ name: "Firefox" }, { name: "Firefox" }],
    rules: [{ id: 1, priority: 1 }],
  });
  await expect(wrong).rejects.toMatchObject({ errors: [{ pointer: "/configuration/products/1" }] });

  const dangling = replace({
    products: [{ name: "Firefox" }],
    rules: [
      { id: 1, priority: 1, product: "Firebird" },
      { id: 2, priority: 2, mapping: "None" },
    ],
    pins: [{ product: "Firefox", channel: "release", version: "1.", mapping: "None" }],
  });
  await expect(dangling).rejects.toMatchObject({
    code: "invalid",
    errors: [
      { pointer: "/configuration/rules/0/product" },
      { pointer: "/configuration/rules/1/mapping" },
      { pointer: "/configuration/pins/0/mapping" },
    ],
  });
  expect(await exported()).toEqual(configurationSchema.parse({ invariants: [] }));
});

test("a merged row that is new must be whole", async () => {
  await expect(merge({ rules: [{ channel: "release" }] })).rejects.toMatchObject({
    errors: [{ pointer: "/configuration/rules/0/priority" }],
  });
});

test("the next rule gets an id above all that were imported", async () => {
  await replace({ products: [{ name: "Firefox" }], rules: [{ id: 500, priority: 1 }] });
  await make(create("rule", { priority: 2 }));

  expect((await exported()).rules.map(({ id }) => id)).toEqual([500, 501]);
});

test("a dry run of an import writes nothing", async () => {
  const { revision, dryRun, counts } = await replace(demoConfiguration(), true);

  expect({ revision, dryRun }).toEqual({ revision: null, dryRun: true });
  expect(counts.release.created).toBeGreaterThan(10);
  expect(await exported()).toEqual(configurationSchema.parse({ invariants: [] }));
});

test("forbidden hosts are refused unless they are accepted", async () => {
  const patch = {
    type: "complete",
    from: "*",
    size: 1,
    hashValue: "",
    url: "https://elsewhere.example/x.mar",
  };
  const configuration = configurationSchema.parse({
    products: [{ name: "Firefox" }],
    releases: [
      {
        name: "F-1",
        product: "Firefox",
        content: { kind: "application" },
        builds: [{ buildTarget: "Linux", locale: "de", patches: [patch] }],
      },
    ],
  });
  await expect(replace(configuration)).rejects.toMatchObject({
    errors: [{ pointer: "/configuration/releases/0/builds/0/patches/0/url" }],
  });

  const { revision } = await importConfiguration(seed, {
    target: { mode: "replace", configuration },
    reason: "They are dropped when they are served",
    source: "system",
    dryRun: false,
    accept: ["forbidden-host"],
  });

  expect(revision).toBe(1);
});

test("a read-only release and its builds are left alone until it is made writable", async () => {
  await replace({
    products: [{ name: "Firefox" }],
    releases: [{ name: "F-1", product: "Firefox", readOnly: true, content: { kind: "application" } }],
  });
  const change = { releases: [{ name: "F-1", builds: [{ buildTarget: "Linux", locale: "de" }] }] };
  await expect(merge(change)).rejects.toMatchObject({ code: "invalid" });

  const key = { name: "F-1" };
  await make(
    operation({ entity: "release", action: "update", key, rowVersion: 1, fields: { readOnly: false } }),
  );

  expect((await merge(change)).counts.build.created).toBe(1);
});

test("an import tells how many builds are written, and how much of the record", async () => {
  const told: WriteProgress[] = [];
  const builds = Array.from({ length: 2_500 }, (_, number) => ({
    ...{ buildTarget: "Linux", locale: `x${String(number)}` },
    patches: [{ type: "complete", from: "*", size: 1, hashValue: "ab".repeat(64) }],
  }));
  const given = {
    products: [{ name: "Firefox" }],
    releases: [{ name: "F-1", product: "Firefox", content: { kind: "application" }, builds }],
  };
  await importConfiguration(seed, {
    target: { mode: "merge", configuration: partialConfigurationSchema.parse(given) },
    reason: "Test",
    source: "system",
    dryRun: false,
    progress: (now) => told.push(now),
  });

  expect(told.filter(({ what }) => what === "build")).toEqual([
    { what: "build", done: 2_000, total: 2_500 },
    { what: "build", done: 2_500, total: 2_500 },
  ]);
  const entries = told.filter(({ what }) => what === "entry");
  expect(entries.at(-1)?.done).toBe(entries.at(-1)?.total);
});
