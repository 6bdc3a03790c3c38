import { expect, type Page } from "@playwright/test";

import { makeRule, submit, test } from "./own-people";

const alive = (page: Page) => page.locator("html[data-alive]").waitFor({ state: "attached" });

const release = (product: string, version: string) => ({
  entity: "release",
  action: "create",
  value: {
    name: `${product}-${version}`,
    product,
    content: { kind: "application", attributes: { appVersion: version, detailsURL: "https://example.com/" } },
  },
});

test("a driver freezes the test channel by a template, and promotes what is there", async ({
  api,
  product,
  enterAs,
}) => {
  const channels = ["nightlytest", "nightly"].map((name) => ({
    entity: "channel",
    action: "create",
    value: { product, name },
  }));
  await submit(api, [...channels, release(product, "97.0"), release(product, "98.0")]);
  await makeRule(api, product, { channel: "nightlytest", mapping: `${product}-98.0` });
  await makeRule(api, product, { channel: "nightly", mapping: `${product}-98.0` });
  const page = await enterAs("driver");

  await page.goto(`/rules?product=${product}&channel=nightlytest`);
  await alive(page);
  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByRole("menuitem", { name: /^Freeze/ }).click();
  const task = page.getByRole("form", { name: "Freeze" });
  await expect(task.getByText("Still to be filled in: Release.")).toBeVisible();
  await task.getByRole("combobox", { name: "Release" }).fill(`${product}-97.0`);
  await expect(task.getByText(`Offer ${product} 97.0 to ${product} on nightlytest.`)).toBeVisible();
  await task.getByLabel("Reason").fill("98.0 crashes");
  await task.getByRole("button", { name: "Save now" }).click();
  await expect(task).toBeHidden();
  await expect(page.getByRole("row", { name: /frozen-/ })).toContainText(`${product}-97.0`);

  await page.goto(`/channels?product=${product}`);
  await alive(page);
  await expect(page.getByRole("table")).toContainText(`Offer ${product} 97.0 to ${product} on nightlytest.`);
  const promotion = page.getByRole("region", { name: "Promote nightlytest to nightly" });
  await promotion.getByRole("button", { name: "Work it out" }).click();
  await promotion.getByRole("button", { name: "Promote …" }).click();
  const question = page.getByRole("dialog");
  await question.getByLabel("Reason").fill("What was tested");
  await question.getByRole("button", { name: "Promote now" }).click();
  await expect(page.getByText("Clients of nightlytest and nightly get the same")).toBeVisible();
});
