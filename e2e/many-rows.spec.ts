import { expect, type Locator } from "@playwright/test";

import { test } from "./own-product";
import { beSignedIn } from "./signed-in";

/** More would make a browser slow; many fewer would leave the window empty. */
const most = 120;
const count = 2_000;
const firstId = 20_001;
const ids = Array.from({ length: count }, (_, index) => firstId + index);
const takesLong = 120_000;

async function placeOf(row: Locator): Promise<number> {
  return Number(/n(\d+)/.exec((await row.textContent()) ?? "")?.[1]);
}

test("two thousand rules are scrolled through with a hundred rows in the page", async ({ page, own }) => {
  test.setTimeout(takesLong);
  const made = ids.map((id, index) => ({
    entity: "rule",
    action: "create",
    value: {
      id,
      alias: `n${index}-${own.name}`,
      product: own.name,
      channel: "beta",
      priority: 9_000 - index,
    },
  }));
  await own.submit("driver", "Many rules", made);
  await beSignedIn(page);
  await page.goto(`/rules?product=${own.name}`);
  const table = page.getByRole("table", { name: /^Rules by product/ });
  const named = table.getByRole("row").filter({ hasText: `-${own.name}` });
  await expect(named.first()).toContainText("n0-");
  await expect(table).toHaveAttribute("aria-rowcount", /^20\d\d$/);

  await named.nth(3).hover();
  let last = 0;
  for (let turn = 0; turn < 8; turn++) {
    // The table starts at its top when the page comes to life: people turn the wheel again.
    await expect(async () => {
      await page.mouse.wheel(0, 2_500);
      await expect.poll(() => placeOf(named.last()), { timeout: 2_000 }).toBeGreaterThan(Math.max(last, 45));
    }).toPass();
    last = await placeOf(named.last());
    expect(await table.getByRole("row").count()).toBeLessThan(most);
  }
  await page.mouse.wheel(0, 100_000);
  await expect(named.filter({ hasText: `n${count - 1}-` })).toBeInViewport();
  await page.mouse.wheel(0, -100_000);
  await expect(named.filter({ hasText: "n0-" })).toBeInViewport();

  const gone = ids.map((id) => ({ entity: "rule", action: "delete", key: { id }, rowVersion: 1 }));
  await own.submit("driver", "Many rules no more", gone);
});
