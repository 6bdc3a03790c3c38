import { expect } from "@playwright/test";

import { change, first, second, test } from "./own-product";
import { beSignedIn, enter } from "./signed-in";

test("the record is searched by the address, compared, and a channel restored to what it was", async ({
  page,
  own,
}) => {
  const pushed = await own.submit("driver", "Second to beta", [
    change(own.rules.beta, { mapping: `${own.name}-${second}` }),
  ]);
  const revision = pushed.revision ?? 0;
  await expect.poll(() => own.answer("beta")).toContain(second);

  await beSignedIn(page, "driver");
  await page.goto("/audit");
  await page.getByLabel("Product").selectOption(own.name);
  await page.getByLabel("What", { exact: true }).selectOption("rule");
  await page.getByLabel("Search reasons").fill("second to");
  await expect(page).toHaveURL(new RegExp(`q=second\\+to.*product=${own.name}`));
  await expect(page.getByRole("listitem").filter({ hasText: "Second to beta" })).toHaveCount(1);
  await expect(page.getByText("A test's own product")).toBeHidden();

  await page.goto(`/audit/compare?from=${revision - 1}&to=${revision}`);
  const diff = page.getByRole("article", { name: `rule ${own.rules.beta} changed` });
  await expect(diff).toContainText(`${own.name}-${first} → ${own.name}-${second}`);

  await page.goto(`/audit/back?to=${revision - 1}&product=${own.name}&channel=beta`);
  await page.getByLabel("Reason").fill("As it was");
  await page.getByRole("button", { name: "Go back now" }).click();
  await expect(page.getByText("Enacted", { exact: true }).first()).toBeVisible();
  await expect.poll(() => own.answer("beta")).toContain(first);
});

test("filters that make no sense are ignored with a hint", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("/audit?from=yesterday&source=pigeon");
  await expect(page.getByText("from=yesterday (write a day such as 2026-11-26)")).toBeVisible();
  await expect(page.getByText("source=pigeon (choose from ui, api, cli, seed, system)")).toBeVisible();
  await expect(page.getByRole("link", { name: "#1", exact: true })).toBeVisible();
  await page.goto("/audit/back?to=soon");
  await expect(page.getByText("“soon” is neither a revision nor a time")).toBeVisible();
});

test("a few letters lead anywhere, and a pasted update URL to its explanation", async ({ page }) => {
  await enter(page);
  const palette = page.getByRole("dialog", { name: "Go to" });
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("hold-cy");
  await expect(palette.getByRole("option", { name: /hold-cy/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "hold-cy" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("https://aus.example.com/update/3/Heron/97.0/1/Linux/de/beta/L/d/d/update.xml");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Explain" })).toBeVisible();

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});
