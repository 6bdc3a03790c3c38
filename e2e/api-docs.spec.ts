import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";

import { beSignedIn, enter } from "./signed-in";
import { test } from "./test";

test("the API's routes are found in the account's menu, looked for, and tell all that there is to know", async ({
  page,
}) => {
  await enter(page);
  const link = page.getByRole("menuitem", { name: "API" });
  await expect(async () => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await expect(link).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "API" })).toBeVisible();

  await page.getByLabel("Search routes").fill("take back revision");
  await expect(page.getByText(/^1 of \d+ routes$/)).toBeVisible();
  await expect(page).toHaveURL(/q=take/);
  await page.getByText("/roll-backs", { exact: true }).last().click();
  const body = page.getByRole("table", { name: "Body of POST /roll-backs" });
  await expect(body.getByRole("row", { name: /^reason string required/ })).toBeVisible();
  await expect(page.getByLabel("Example of POST /roll-backs", { exact: true })).toContainText(
    'curl -X POST "$AUS_URL/api/v1/roll-backs"',
  );

  await page.getByRole("link", { name: "submitted" }).first().click();
  await expect(page.getByRole("region", { name: "submitted" })).toBeInViewport();
  await expect(page.getByRole("region", { name: "Environment" })).toBeInViewport({ ratio: 1 });

  const { violations } = await new AxeBuilder({ page }).include("#content").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test("a route that nobody described is not found", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/api-docs?q=coffee");
  await expect(page.getByText("No route fits")).toBeVisible();
});
