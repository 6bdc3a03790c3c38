import { expect, type Page } from "@playwright/test";

import { makeRule, submit, test } from "./own-people";
import { openRules, panel } from "./rules-page";

const told = (page: Page) => page.getByRole("status").filter({ hasText: /Enacted|waits for/ });

test("a driver makes a rule on beta, changes it, and the clients get what it says", async ({
  product,
  enterAs,
  request,
}) => {
  const page = await enterAs("driver");
  const ask = async () =>
    (
      await request.get(
        `/update/3/${product}/1.0/20200101000000/Linux/de/beta/L/default/default/update.xml?force=1`,
      )
    ).text();
  await openRules(page, `product=${product}`);
  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByRole("menuitem", { name: /^Empty rule/ }).click();
  const form = page.getByRole("form", { name: "New rule" });
  await form.getByRole("combobox", { name: "Product", exact: true }).fill(product);
  await form.getByRole("combobox", { name: "Channel", exact: true }).fill("beta");
  await form.getByRole("combobox", { name: "Release", exact: true }).fill("notice");
  await page.getByRole("option", { name: `${product}-notice` }).click();
  await expect(form.getByText(`Show the notice ${product}-notice to ${product} on beta.`)).toBeVisible();
  await expect(form.getByText(/Your own sign-off is enough \(1 driver of/)).toBeVisible();
  await form.getByRole("button", { name: "Save now" }).click();
  await expect(form.getByText("Say why: the reason stays in the record")).toBeVisible();
  await form.getByLabel("Reason").fill("9.0 drops Linux");
  await form.getByRole("button", { name: "Save now" }).click();
  await expect(told(page)).toContainText(/Enacted as revision \d+/);
  await expect.poll(ask).toContain("https://example.com/why");

  await page.getByRole("button", { name: /^Actions for rule/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = page.getByRole("form", { name: /^Edit rule/ });
  await edit.getByLabel("Background rate (%)").fill("50.5");
  await edit.getByLabel("Comment").focus();
  await expect(edit.getByText("Write a whole percentage from 0 to 100")).toBeVisible();
  await edit.getByLabel("Background rate (%)").fill("0");
  await expect(edit.getByText(/the others get no update/).first()).toBeVisible();
  await edit.getByLabel("Switched on").uncheck();
  await edit.getByLabel("Reason").fill("Not yet");
  await edit.getByRole("button", { name: "Save now" }).click();
  await expect(page.getByRole("table").getByText("off", { exact: true })).toBeVisible();
  await expect.poll(ask).not.toContain("https://example.com/why");
});

test("what needs a manager waits, is marked, and says for whom", async ({ product, enterAs }) => {
  const page = await enterAs("driver");
  await openRules(page, `product=${product}&panel=new&template=blank`);
  const form = page.getByRole("form", { name: "New rule" });
  await form.getByRole("combobox", { name: "Product", exact: true }).fill(product);
  await form.getByRole("combobox", { name: "Channel", exact: true }).fill("release");
  await expect(form.getByText(`Will wait until 1 manager of ${product} signed.`)).toBeVisible();
  await form.getByLabel("Reason").fill("To everyone");
  await form.getByRole("button", { name: "Save now" }).click();
  await expect(told(page)).toContainText(new RegExp(`Change set \\d+ waits for 1 manager of ${product}`));
});

test("edits of several rules collect in a draft, and can be taken out again", async ({
  api,
  product,
  enterAs,
}) => {
  const first = await makeRule(api, product, { alias: `${product}-a` });
  await makeRule(api, product, { alias: `${product}-b`, priority: 40 });
  const page = await enterAs("driver");
  for (const name of ["a", "b"]) {
    await openRules(page, `product=${product}`);
    await page.getByRole("button", { name: `Actions for ${product}-${name}` }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await panel(page).getByLabel("Comment").fill(`Noted ${name}`);
    await panel(page).getByRole("button", { name: "Add to draft" }).click();
    await expect(panel(page)).toBeHidden();
  }
  const draft = page.getByRole("region", { name: "Your draft" });
  await expect(draft).toContainText("2 edits in your draft");
  await expect(page.getByRole("row", { name: new RegExp(`${product}-a`) })).toContainText("draft");
  await openRules(page, `q=has:draft`);
  await expect(page.getByText(/^2 of \d+ rules$/)).toBeVisible();

  await openRules(page, `rule=${String(first.id)}&panel=edit`);
  await expect(panel(page).getByLabel("Comment")).toHaveValue("Noted a");
  await draft.getByRole("button", { name: "Show" }).click();
  await page.getByRole("button", { name: `Take out: Change rule ${String(first.id)}: Comment` }).click();
  await expect(page.getByRole("dialog")).not.toContainText(`rule ${String(first.id)}:`);
  await page.getByRole("button", { name: "Discard all" }).click();
  await expect(draft).toBeHidden();
});

test("two people edit one rule: each sees what the other did, and nothing typed is lost", async ({
  api,
  product,
  enterAs,
}) => {
  const { id, rowVersion } = await makeRule(api, product, { comment: "As it was" });
  const page = await enterAs("driver");
  await openRules(page, `rule=${String(id)}&panel=edit`);
  await panel(page).getByLabel("Background rate (%)").fill("25");
  await panel(page).getByLabel("Alias").fill(`${product}-mine`);
  const fields = { backgroundRate: 10, comment: "Theirs" };
  await submit(api, [{ entity: "rule", action: "update", key: { id }, rowVersion, fields }]);

  await panel(page).getByLabel("Reason").fill("A quarter");
  await panel(page).getByRole("button", { name: "Save now" }).click();
  const dialog = page.getByRole("dialog", { name: `The rule ${String(id)} was changed by someone else` });
  await expect(dialog.getByRole("row", { name: /^Background rate/ })).toContainText("100");
  await expect(dialog.getByRole("row", { name: /^Alias/ })).toContainText("taken");
  await expect(dialog.getByRole("row", { name: /^Comment/ })).toContainText("Theirs");
  await dialog.getByRole("radio", { name: "25" }).check();
  await dialog.getByRole("button", { name: "Go on with the merged row" }).click();
  await expect(panel(page).getByLabel("Comment")).toHaveValue("Theirs");
  await expect(panel(page).getByLabel("Background rate (%)")).toHaveValue("25");
  await panel(page).getByRole("button", { name: "Save now" }).click();
  await expect(told(page)).toContainText(/Enacted as revision/);
  const now = (await (await api.get(`rules/${String(id)}`)).json()) as object;
  expect(now).toMatchObject({ backgroundRate: 25, comment: "Theirs", alias: `${product}-mine` });
});

test("keys move through the rules, open one, edit and close it", async ({ api, product, enterAs }) => {
  await makeRule(api, product, { alias: `${product}-high`, priority: 60 });
  await makeRule(api, product, { alias: `${product}-low` });
  const page = await enterAs("driver");
  await openRules(page, `q=${product}`);
  const selected = page.locator("tr[aria-selected=true]");
  await page.keyboard.press("j");
  await expect(selected).toContainText("-high");
  await page.keyboard.press("k");
  await expect(selected).toContainText("-high");
  await page.keyboard.press("j");
  await expect(selected).toContainText("-low");
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("heading", { name: `${product}-low` })).toBeVisible();
  await page.keyboard.press("e");
  await expect(page.getByRole("form", { name: /^Edit rule/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await page.keyboard.press("d");
  await expect(panel(page).getByRole("heading", { name: `Duplicate of ${product}-low` })).toBeVisible();
  await expect(panel(page).getByLabel("Alias")).toHaveValue("");
});

test("the search field completes its terms, and finds rules by whom they affect", async ({
  api,
  product,
  enterAs,
}) => {
  await makeRule(api, product, { channel: "nightly*" });
  const page = await enterAs("viewer");
  await openRules(page, `product=${product}`);
  const search = page.getByRole("combobox", { name: "Search rules" });
  await search.fill("chan");
  await expect(page.getByRole("option", { name: /^channel:/ })).toBeVisible();
  await search.press("ArrowDown");
  await search.press("Enter");
  await expect(search).toHaveValue("channel:");
  await search.fill("channel:nightly-test");
  await expect(page.getByText(/^1 of \d+ rules$/)).toBeVisible();
  await search.fill("channel:beta");
  await expect(page.getByText("No rule fits")).toBeVisible();
});

test("a draft shows in the rows: what it changes, and what it adds", async ({ api, product, enterAs }) => {
  const { id } = await makeRule(api, product, { alias: `${product}-a` });
  const page = await enterAs("driver");
  await openRules(page, `product=${product}&rule=${String(id)}&panel=edit`);
  await panel(page).getByLabel("Background rate (%)").fill("25");
  await panel(page).getByRole("button", { name: "Add to draft" }).click();
  const row = page.getByRole("row", { name: new RegExp(`${product}-a`) });
  await expect(row.getByRole("deletion").filter({ hasText: "100 %" })).toBeVisible();
  await expect(row.getByRole("insertion").filter({ hasText: "25 %" })).toBeVisible();

  await openRules(page, `product=${product}&panel=new&template=blank`);
  const form = page.getByRole("form", { name: "New rule" });
  await form.getByRole("combobox", { name: "Product", exact: true }).fill(product);
  await form.getByRole("combobox", { name: "Channel", exact: true }).fill("aurora");
  await form.getByRole("button", { name: "Add to draft" }).click();
  await expect(page.getByRole("row", { name: /new in your draft/ })).toContainText("aurora");
});

test("what only has to be accepted is accepted in the form", async ({ product, enterAs }) => {
  const page = await enterAs("driver");
  await openRules(page, `product=${product}&panel=new&template=blank`);
  const form = page.getByRole("form", { name: "New rule" });
  await form.getByRole("combobox", { name: "Product", exact: true }).fill(product);
  await form.getByRole("combobox", { name: "Channel", exact: true }).fill("nightly");
  await form.getByRole("combobox", { name: "Release", exact: true }).fill("HeronGMP-98");
  await form.getByLabel("Reason").fill("They share the plugins");
  await form.getByLabel(/Let it pass: the release belongs to another product/).check();
  await expect(form.getByText("Nobody has to sign: it takes effect when saved.")).toBeVisible();
  await form.getByRole("button", { name: "Save now" }).click();
  await expect(told(page)).toContainText(/Enacted as revision \d+/);
});
