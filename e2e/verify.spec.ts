import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "@playwright/test";

import { submit, test } from "./own-people";

test("a driver has a release's files verified, as its channel wants it before a push", async ({
  api,
  enterAs,
}) => {
  const product = `Verified${Date.now().toString(36)}`;
  const release = `${product}-2.0`;
  const content = (url: string) => Buffer.from(url);
  let isThere = false;
  const server = createServer(({ url = "" }, response) => {
    if (url.endsWith("/fr.mar") && !isThere) response.writeHead(404).end();
    else {
      const file = content(url);
      const headers = { "content-range": `bytes 0-2/${String(file.length)}` };
      response.writeHead(206, headers).end(file.subarray(0, 3));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const build = (locale: string) => {
    const file = content(`/${product}/${locale}.mar`);
    const hashValue = createHash("sha512").update(file).digest("hex");
    const url = `http://${host}/${product}/${locale}.mar`;
    const patches = [{ type: "complete", from: "*", size: file.length, hashValue, url }];
    const value = { release, buildTarget: "Linux_x86_64-gcc3", locale, buildID: "20260101000000", patches };
    return { entity: "build", action: "create", value };
  };
  const attributes = { appVersion: "2.0", detailsURL: "https://example.com/2" };
  const verify = { verifyBeforeEnact: "files", verifiedWithinDays: 7 };
  await submit(api, [
    { entity: "product", action: "create", value: { name: product } },
    { entity: "channel", action: "create", value: { product, name: "nightly", ...verify } },
    { entity: "allowedDomain", action: "create", value: { host, products: [product] } },
    {
      entity: "release",
      action: "create",
      value: { name: release, product, content: { kind: "application", attributes } },
    },
    build("de"),
    build("fr"),
  ]);
  const rule = { product, channel: "nightly", priority: 50, mapping: release };
  const push = () =>
    api.post("change-sets", {
      data: { reason: "Push", operations: [{ entity: "rule", action: "create", value: rule }] },
    });

  const page = await enterAs("driver");
  await page.goto(`/releases/${release}`);
  const files = page.getByRole("region", { name: "Files" });
  const verifyNow = async () => {
    await expect(async () => {
      await files.getByRole("button", { name: "Verify files" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Verify", exact: true }).click();
      await expect(page.getByRole("dialog")).toBeHidden({ timeout: 2_000 });
    }).toPass();
  };
  await expect(files.getByText("Nobody has had them verified yet.")).toBeVisible();
  await verifyNow();
  await expect(files.getByText("1 fault in 2 files (1 × no file)")).toBeVisible({ timeout: 20_000 });
  const row = files.getByRole("row", { name: /no file/ });
  await expect(row.getByRole("link", { name: "Linux_x86_64-gcc3/fr" })).toBeVisible();
  const refused = await push();
  expect(refused.status()).toBe(422);
  expect(await refused.text()).toContain("the last verification of its files found 1 fault");

  isThere = true;
  await verifyNow();
  await expect(files.getByText(/All 2 files are as the release says/)).toBeVisible({ timeout: 20_000 });
  expect((await push()).status()).toBe(200);
  server.close();
});
