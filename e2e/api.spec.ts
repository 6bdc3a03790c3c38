import fs from "node:fs";
import path from "node:path";

import { expect, test as base, type APIRequestContext } from "@playwright/test";

import { demo } from "./services";

/** Asks the API as automation with an administrator's token, under a product of the test's own. */
const test = base.extend<{ api: APIRequestContext; product: string }>({
  api: async ({ playwright }, provide) => {
    const token = fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim();
    const api = await playwright.request.newContext({
      baseURL: `${demo.url}/api/v1/`,
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
    await provide(api);
    await api.dispose();
  },
  product: async ({ api }, provide, { testId }) => {
    const name = `Api-${testId.slice(-12)}`;
    const operations = [{ entity: "product", action: "create", value: { name } }];
    const made = await api.post("change-sets", { data: { reason: "A test's own product", operations } });
    expect(made.status()).toBe(200);
    await provide(name);
  },
});

const rule = (product: string, fields: object = {}) => ({
  entity: "rule",
  action: "create",
  value: { product, priority: 10, channel: "nightly", ...fields },
});

test("a rule is made, changed and found in the record", async ({ api, product }) => {
  const made = await api.post("change-sets", { data: { reason: "First", operations: [rule(product)] } });
  const { revision } = (await made.json()) as { revision: number };
  expect(made.headers()["content-type"]).toContain("application/json");

  const record: unknown = await (await api.get(`revisions/${revision}`)).json();
  expect(record).toMatchObject({
    reason: "First",
    source: "api",
    entries: [{ entity: "rule", before: null, product }],
  });
  const id = (record as { entries: { key: string }[] }).entries[0]?.key ?? "";
  const change = (rowVersion: number) => ({
    reason: "Second",
    operations: [
      { entity: "rule", action: "update", key: { id: Number(id) }, rowVersion, fields: { priority: 11 } },
    ],
  });
  expect((await api.post("change-sets", { data: change(1) })).status()).toBe(200);

  expect(await (await api.get(`rules/${id}`)).json()).toMatchObject({ priority: 11, rowVersion: 2 });
  const stale = await api.post("change-sets", { data: change(1) });
  expect(stale.status()).toBe(409);
  expect(await stale.json()).toMatchObject({
    code: "conflict",
    conflicts: [
      { entity: "rule", key: id, base: { priority: 10 }, theirs: { priority: 11 }, mine: { priority: 11 } },
    ],
  });
});

test("a change reaches clients within a second", async ({ api, product, request }) => {
  const url = `${demo.url}/update/3/${product}/1.0/20200101000000/Linux/de/nightly/Linux/default/default/update.xml`;
  const content = { kind: "desupport", detailsURL: "https://www.example.com/", displayVersion: "2.0" };
  const operations = [
    { entity: "release", action: "create", value: { name: `${product}-end`, product, content } },
    rule(product, { mapping: `${product}-end` }),
  ];
  await api.post("change-sets", { data: { reason: "The end", operations } });

  await expect
    .poll(async () => (await request.get(url)).text(), { timeout: 5_000, intervals: [50] })
    .toContain('unsupported="true"');
});

test("a dry run writes nothing", async ({ api, product }) => {
  const before: unknown = await (await api.get("status")).json();
  const dry = await api.post("change-sets?dryRun=1", {
    data: { reason: "Try", operations: [rule(product)] },
  });

  expect(await dry.json()).toMatchObject({ revision: null, dryRun: true, counts: { rule: { created: 1 } } });
  expect(await (await api.get("rules")).text()).not.toContain(product);
  expect(await (await api.get("status")).json()).toMatchObject({
    version: (before as { version: string }).version,
  });
});

test("what is wrong is told by pointer, and nothing is written", async ({ api, product }) => {
  const operations = [rule(product), rule(product, { mapping: "missing" })];
  const refused = await api.post("change-sets", { data: { reason: "Wrong", operations } });

  expect(refused.status()).toBe(422);
  expect(refused.headers()["content-type"]).toBe("application/problem+json");
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: "/operations/1/value/mapping" }] });
  expect(await (await api.get("rules")).text()).not.toContain(product);
});

test("a release is shown with its builds", async ({ api, product }) => {
  const name = `${product}-1.0-build1`;
  const builds = ["fr", "de"].map((locale) => ({ buildTarget: "Linux", locale }));
  const releases = [{ name, product, content: { kind: "application" }, builds }];
  const done = await api.put("configuration?mode=merge", {
    data: { reason: "Submit", configuration: { releases } },
  });
  expect(done.status()).toBe(200);

  expect(await (await api.get(`releases/${name}`)).json()).toMatchObject({
    name,
    rowVersion: 1,
    builds: [{ locale: "de" }, { locale: "fr" }],
  });
});

test("nobody gets in without a token or a session", async ({ request }) => {
  for (const at of ["status", "rules", "configuration", "revisions"]) {
    const refused = await request.get(`${demo.url}/api/v1/${at}`);
    expect([at, refused.status()]).toEqual([at, 401]);
  }
});

test("what is not there is a problem document too", async ({ api }) => {
  for (const at of [
    "rules/0",
    "rules/x",
    "rules/2147483648",
    "releases/missing",
    "releases/%00",
    "revisions/999999",
    "x/y",
  ]) {
    const refused = await api.get(at);
    expect([at, refused.status(), refused.headers()["content-type"]]).toEqual([
      at,
      404,
      "application/problem+json",
    ]);
  }
});
