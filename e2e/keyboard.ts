import { expect, type Locator, type Page } from "@playwright/test";

/** Moves on with Tab until something has the focus, as people without a mouse do. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const isThere = () => target.evaluate((node) => node === document.activeElement);
  for (let press = 0; press < 80 && !(await isThere()); press++) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
}

/** Moves on to something and presses Enter. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}
