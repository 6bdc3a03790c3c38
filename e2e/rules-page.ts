import { expect, type Page } from "@playwright/test";

/** What stands beside the list. */
export const panel = (page: Page) => page.getByRole("complementary");

export async function openRules(page: Page, query: string): Promise<void> {
  await page.goto(`/rules?${query}`);
  // Keys and what is typed would be lost before.
  await page.locator("html[data-alive]").waitFor({ state: "attached" });
  await expect(page.getByRole("heading", { level: 1, name: "Rules" })).toBeVisible();
  await expect(page.locator("[data-still]")).toHaveCount(0);
}
