import { expect } from "@playwright/test";

import { first, test } from "./own-product";
import { enter } from "./signed-in";

test("a driver stops updates at once; switching on again waits for a manager", async ({ page, own }) => {
  await enter(page, "driver");
  expect(await own.answer("release")).toContain(first);
  await page.getByRole("button", { name: "Shut off" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Product").selectOption(own.name);
  await dialog.getByLabel("Channel").selectOption("release");
  await dialog.getByLabel("Reason").fill("It eats profiles");
  await expect(dialog.getByRole("status")).toContainText(`Clients of ${own.name} release get no update`);
  await dialog.getByLabel(/^Type/).fill("something else");
  await dialog.getByRole("button", { name: "Shut updates off" }).click();
  await expect(dialog.getByText(`Type ${own.name} to confirm`, { exact: true })).toBeVisible();
  await expect(dialog.getByLabel("Reason")).toHaveValue("It eats profiles");
  await dialog.getByLabel(/^Type/).fill(own.name);
  await dialog.getByRole("button", { name: "Shut updates off" }).click();

  const banner = page.getByRole("region", { name: "Updates switched off" });
  const line = banner.getByRole("listitem").filter({ hasText: `${own.name} release` });
  await expect(line).toContainText("It eats profiles");
  await expect.poll(() => own.answer("release")).not.toContain(first);

  await line.getByRole("button", { name: "Switch on again" }).click();
  await dialog.getByLabel("Reason").fill("Mended");
  await dialog.getByRole("button", { name: "Switch on again" }).click();
  await expect(dialog.getByRole("status")).toContainText(`1 manager of ${own.name}`);
  await dialog.getByRole("link", { name: /^change set/ }).click();
  await expect(page.getByText("Updates are on again")).toBeVisible();
  expect(await own.answer("release")).not.toContain(first);
});
