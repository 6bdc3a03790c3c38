import fs from "node:fs";
import path from "node:path";

import { expect, test, type APIRequestContext } from "@playwright/test";

import { demo } from "./services";

const target = "Linux_x86_64-gcc3";

/** As release automation does: it asks for the data version first, and sends it along. */
async function write(
  api: APIRequestContext,
  method: "POST" | "PUT",
  at: string,
  { of = at, ...body }: Record<string, unknown> & { of?: string },
) {
  const before = await api.head(of);
  const version = before.headers()["x-data-version"];
  const data = { ...(version !== undefined && { data_version: Number(version) }), ...body };
  return api.fetch(at, { method, data });
}

test("automation that knows Balrog ships a release by another address and token", async ({
  playwright,
  request,
}, { testId }) => {
  const product = `Balrog-${testId.slice(-12)}`;
  const name = `${product}-98.0-build1`;
  const secret = fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim();
  const traded = await request.post(`${demo.url}/compat/balrog/oauth/token`, {
    data: { client_id: "automation", client_secret: secret, grant_type: "client_credentials" },
  });
  const { access_token: token } = (await traded.json()) as { access_token: string };
  const extraHTTPHeaders = { authorization: `Bearer ${token}` };
  const context = (baseURL: string) => playwright.request.newContext({ baseURL, extraHTTPHeaders });
  const ours = await context(`${demo.url}/api/v1/`);
  const api = await context(`${demo.url}/compat/balrog/api/`);
  const operations = [
    { entity: "product", action: "create", value: { name: product } },
    {
      entity: "allowedDomain",
      action: "create",
      value: { host: `${testId}.example.com`, products: [product] },
    },
  ];
  expect(
    (await ours.post("change-sets", { data: { reason: "A test's own product", operations } })).status(),
  ).toBe(200);

  expect((await api.head("csrf_token")).headers()["x-csrf-token"]).toMatch(/^\d{14}##/);
  expect((await api.head(`releases/${name}`)).status()).toBe(404);
  const detailsUrl = "https://www.example.com/";
  const blob = { schema_version: 4, appVersion: "98.0", displayVersion: "98.0", detailsUrl, platforms: {} };
  const data = JSON.stringify({ ...blob, name });
  const made = await write(api, "POST", `releases/${name}`, {
    product,
    data,
    hashFunction: "sha512",
    schema_version: 4,
  });
  expect([made.status(), await made.json()]).toEqual([201, { new_data_version: 1 }]);

  const locale = {
    buildID: "20261020130455",
    completes: [
      { from: "*", filesize: 7, hashValue: "a".repeat(128), fileUrl: `https://${testId}.example.com/de.mar` },
    ],
  };
  const put = await write(api, "PUT", `releases/${name}/builds/${target}/de`, {
    of: `releases/${name}`,
    ...{ product, data: JSON.stringify(locale), hashFunction: "sha512", schema_version: 4 },
  });
  expect([put.status(), await put.json()]).toEqual([201, { new_data_version: 2 }]);

  const alias = `a-${testId.slice(-12)}`;
  const rule = { product, channel: "nightly", priority: 90, backgroundRate: 100, mapping: name, alias };
  expect(Number(await (await api.post("rules", { data: rule })).text())).toBeGreaterThan(0);
  const changed = await write(api, "POST", `rules/${alias}`, { priority: 91 });
  expect(await changed.json()).toEqual({ new_data_version: 2 });
  const url = `${demo.url}/update/3/${product}/97.0/20260101000000/${target}/de/nightly/Linux/default/default/update.xml`;
  await expect
    .poll(async () => (await request.get(url)).text(), { timeout: 5_000, intervals: [50] })
    .toContain(`URL="https://${testId}.example.com/de.mar"`);

  const stale = await api.put(`releases/${name}`, { data: { product, blob, data_version: 1 } });
  expect([stale.status(), await stale.json()]).toMatchObject([400, { detail: "OutdatedDataError" }]);
  await ours.dispose();
  await api.dispose();
});
