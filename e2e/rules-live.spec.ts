import { expect } from "@playwright/test";

import { makeRule, submit, test } from "./own-people";
import { openRules, panel } from "./rules-page";

test("while others change rules, an open menu, the chosen rule and what is typed stay", async ({
  api,
  product,
  enterAs,
}) => {
  await makeRule(api, product, { alias: `${product}-mine`, priority: 60 });
  const theirs = await makeRule(api, product, { alias: `${product}-theirs` });
  const page = await enterAs("driver");
  await openRules(page, `q=${product}&view=words`);
  let rowVersion = theirs.rowVersion;
  const change = async (comment: string) => {
    const fields = { comment };
    await submit(api, [{ entity: "rule", action: "update", key: { id: theirs.id }, rowVersion, fields }]);
    rowVersion += 1;
  };
  const isShown = (comment: string) => expect(page.getByRole("cell", { name: comment })).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${product}-mine` }).click();
  await change("First");
  await isShown("First");
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await panel(page).getByLabel("Background rate (%)").fill("25");
  await change("Second");
  await isShown("Second");
  let goOn: () => void = () => undefined;
  let held = Promise.resolve();
  await page.route(/[?&]_rsc=/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("heading", { level: 1 }).click();
  for (const comment of ["Third", "Fourth", "Fifth"]) {
    held = new Promise((resolve) => (goOn = resolve));
    const asked = page.waitForRequest(/[?&]_rsc=/);
    await change(comment);
    await asked;
    await page.keyboard.press("j");
    await expect(page.locator("tr[aria-selected=true]")).toContainText("-theirs");
    await page.keyboard.press("k");
    await expect(page.locator("tr[aria-selected=true]")).toContainText("-mine");
    goOn();
    await isShown(comment);
  }
  await page.keyboard.press("e");
  await expect(panel(page).getByLabel("Background rate (%)")).toHaveValue("25");
  await expect(page).toHaveURL(/rule=\d+&panel=edit/);
});

test("a filter outlasts what others change, ends with a link to the page, and is back with Back", async ({
  api,
  product,
  enterAs,
}) => {
  const { id, rowVersion } = await makeRule(api, product, { alias: `${product}-a` });
  const page = await enterAs("driver");
  // Nothing there cares for the address.
  await page.goto("/nowhere");
  await page.locator("html[data-alive]").waitFor({ state: "attached" });
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Rules" });
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "Rules" })).toBeVisible();
  await expect(page.locator("[data-still]")).toHaveCount(0);
  const search = page.getByRole("combobox", { name: "Search rules" });
  await search.fill(product);
  await page.getByRole("button", { name: "In words" }).click();
  const fields = { comment: "Theirs" };
  await submit(api, [{ entity: "rule", action: "update", key: { id }, rowVersion, fields }]);
  await expect(page.getByRole("cell", { name: "Theirs" })).toBeVisible();
  await expect(search).toHaveValue(product);
  await expect(page).toHaveURL(new RegExp(`q=${product}&view=words$`));

  await link.click();
  await expect(search).toHaveValue("");
  await expect(page).toHaveURL(/\/rules$/);
  await page.goBack();
  await expect(search).toHaveValue(product);
  await expect(page.getByRole("cell", { name: "Theirs" })).toBeVisible();
});
