import { expect } from "@playwright/test";

import { test } from "./own-product";
import { beSignedIn } from "./signed-in";

test("requests that clients made are on the page, with the table behind each chart", async ({
  page,
  own,
}) => {
  for (let n = 0; n < 3; n++) await own.answer("release");
  await own.answer("beta");
  await beSignedIn(page);
  await expect(async () => {
    await page.goto(`/traffic?product=${own.name}`);
    await expect(page.getByRole("region", { name: "Requests and served updates" })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 25_000 });

  const chart = page.getByRole("img", { name: /^Requests and served updates/ });
  await expect(chart.locator("svg").first()).toBeVisible();
  await page.getByRole("button", { name: "Requests and served updates as a table" }).click();
  const table = page.getByRole("region", { name: "Requests and served updates, table" });
  await expect(table.getByRole("row")).not.toHaveCount(1);
  const rules = page.getByRole("region", { name: "Deciding rules, table" });
  await expect(rules.getByRole("row", { name: `${own.name}-release` })).toContainText("3");
  await expect(rules.getByRole("row", { name: `${own.name}-beta` })).toContainText("1");

  await page.getByLabel("Channel", { exact: true }).selectOption("beta");
  await expect(page).toHaveURL(/channel=beta/);
  await expect(rules.getByRole("row", { name: `${own.name}-release` })).toHaveCount(0);
});

test("where nothing was asked, the page says how to point a client here", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/traffic?product=Heron&channel=nobody");
  await expect(page.getByText("No requests of these clients in this span")).toBeVisible();
  await expect(page.getByText("app.update.url")).toBeVisible();
});
