import http from "node:http";
import type { AddressInfo } from "node:net";

import { expect, type Page } from "@playwright/test";

import { makeRule, test } from "./own-people";

const told = (page: Page) => page.getByRole("status").filter({ hasText: /Enacted|waits for/ });
const dialog = (page: Page) => page.getByRole("dialog");

/** Opens a form; a click that comes before the page has come to life is lost, and done again. */
async function open(page: Page, path: string, button: string): Promise<void> {
  await page.goto(path);
  await expect(async () => {
    await page.getByRole("button", { name: button }).click();
    await expect(dialog(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

async function save(page: Page): Promise<void> {
  await dialog(page).getByLabel("Reason").fill("Needed");
  await dialog(page).getByRole("button", { name: "Save now" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(told(page)).toContainText("Enacted as revision");
}

async function shownLink(page: Page): Promise<string> {
  const link = await dialog(page).getByLabel("the link", { exact: true }).innerText();
  await dialog(page).getByRole("button", { name: "I have copied it" }).click();
  return link;
}

test("an administrator makes a product, its channel and a policy, a person and a token", async ({
  enterAs,
  playwright,
  browser,
  baseURL,
}) => {
  const page = await enterAs("admin");
  const name = `Made${Math.random().toString(36).slice(2, 10)}`;
  await open(page, "/settings/products", "New product");
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("Throttle (%)").fill("200");
  await dialog(page).getByLabel("Comment").focus();
  await expect(dialog(page).getByText(/<=100|at most 100|Too big/)).toBeVisible();
  await dialog(page).getByLabel("Throttle (%)").fill("90");
  await save(page);

  await open(page, `/settings/products/${name}`, "New channel");
  await dialog(page).getByLabel("Name").fill("beta");
  await save(page);
  await expect(
    page.getByRole("region", { name: "Channels" }).getByRole("link", { name: "beta" }),
  ).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Policies" }).getByRole("row", { name: /release\*/ }),
  ).toContainText("1 manager");

  await page.getByRole("button", { name: "New policy" }).click();
  // Nothing is wrong with what nobody has filled in yet, until it is to be saved.
  const channel = dialog(page).getByRole("textbox", { name: "Channel" });
  await expect(channel).toHaveAttribute("aria-invalid", "false");
  await dialog(page).getByRole("button", { name: "Save now" }).click();
  await expect(channel).toBeFocused();
  await channel.fill("nightly");
  await dialog(page).getByLabel("Managers", { exact: true }).fill("20");
  await expect(dialog(page).getByText(/needs 2\d people|needs 20 people/)).toBeVisible();
  await dialog(page).getByLabel("Managers", { exact: true }).fill("0");
  await dialog(page).getByLabel("Drivers", { exact: true }).fill("2");
  await dialog(page).getByLabel("Going back needs fewer").check();
  await dialog(page).getByLabel("Drivers to go back").fill("few");
  await dialog(page).getByLabel("Comment").focus();
  await expect(dialog(page).getByText("Write whole numbers")).toBeVisible();
  await dialog(page).getByLabel("Drivers to go back").fill("1");
  await save(page);
  const nightly = page.getByRole("region", { name: "Policies" }).getByRole("row", { name: /nightly/ });
  await expect(nightly).toContainText("2 drivers1 driver");

  const email = `${name.toLowerCase()}@example.net`;
  await open(page, "/settings/people", "New account");
  await dialog(page).getByLabel("E-mail address").fill(email);
  await dialog(page).getByLabel("Name").fill("Ines Made");
  await dialog(page).getByRole("button", { name: "Add a role" }).click();
  await dialog(page).getByLabel("Role 1", { exact: true }).selectOption("driver");
  await dialog(page).getByLabel("of", { exact: true }).selectOption(name);
  await dialog(page).getByLabel("Reason").fill("A new driver");
  await dialog(page).getByRole("button", { name: "Create the account" }).click();
  const first = await shownLink(page);
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText(`driver of ${name}`);

  await page.getByRole("button", { name: `Make a password link for ${email}` }).click();
  await dialog(page).getByRole("button", { name: "Make the link" }).click();
  await expect(dialog(page).getByText(/It works once, until/)).toBeVisible();
  const second = await shownLink(page);
  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(first);
  await expect(theirs.getByText("This link is of no use any more")).toBeVisible();
  await theirs.goto(second);
  await theirs.getByLabel("Password", { exact: true }).fill("a password of Ines");
  await theirs.getByLabel("Password again").fill("a password of Ines");
  await theirs.getByRole("button", { name: "Set it and sign in" }).click();
  await expect(theirs).toHaveURL(/overview/);
  await theirs.context().close();

  await open(page, "/settings/tokens", "New token");
  await dialog(page).getByLabel("Name").fill(`${name} automation`);
  await dialog(page).getByLabel(name, { exact: true }).check();
  await dialog(page).getByRole("button", { name: "Create the token" }).click();
  await expect(dialog(page).getByText("Say why: the reason stays in the record")).toBeVisible();
  await dialog(page).getByLabel("Reason").fill("Submits nightlies");
  await dialog(page).getByRole("button", { name: "Create the token" }).click();
  const secret = await dialog(page).getByLabel("the secret", { exact: true }).innerText();
  await dialog(page).getByRole("button", { name: "I have copied it" }).click();
  const api = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await api.get("/api/v1/products")).status()).toBe(200);

  await page.getByRole("button", { name: `Revoke ${name} automation` }).click();
  await expect(dialog(page).getByRole("button", { name: "Revoke now" })).toBeDisabled();
  await dialog(page).getByLabel(`Type ${name} automation to go on`).fill(`${name} automation`);
  await dialog(page).getByLabel("Reason").fill("Leaked");
  await dialog(page).getByRole("button", { name: "Revoke now" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`${name} automation`) })).toContainText("revoked");
  expect((await api.get("/api/v1/products")).status()).toBe(401);
  await api.dispose();
});

test("an administrator has a server told, and sends again what it did not take", async ({
  product,
  api,
  enterAs,
}) => {
  let status = 503;
  const receiver = http.createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/`;
  const page = await enterAs("admin");
  const name = `${product}-chat`;
  await open(page, "/settings/hooks", "New hook");
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("Address").fill("chat");
  await dialog(page).getByLabel("enacted", { exact: true }).check();
  await dialog(page).getByLabel(product, { exact: true }).check();
  await dialog(page).getByLabel("Reason").fill("For the chat");
  await dialog(page).getByRole("button", { name: "Create the hook" }).click();
  await expect(dialog(page).getByText("Write an http or https URL")).toBeVisible();
  await dialog(page).getByLabel("Address").fill(url);
  await dialog(page).getByRole("button", { name: "Create the hook" }).click();
  await expect(dialog(page).getByLabel("the secret", { exact: true })).toHaveText(/^whsec_/);
  await dialog(page).getByRole("button", { name: "I have copied it" }).click();

  await makeRule(api, product);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name, exact: true })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("row", { name: /^enacted/ }).first()).toContainText("503", {
      timeout: 1_000,
    });
  }).toPass();
  status = 204;
  await page
    .getByRole("button", { name: /^Send again/ })
    .first()
    .click();
  await expect(page.getByRole("row", { name: /^enacted/ }).first()).toContainText("delivered");
  receiver.close();

  await page.getByRole("link", { name: "Hooks", exact: true }).first().click();
  await page.getByRole("button", { name: `Edit ${name}` }).click();
  await dialog(page).getByLabel("Enabled").uncheck();
  await save(page);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("off");
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await dialog(page).getByLabel("Reason").fill("No more");
  await dialog(page).getByRole("button", { name: "Delete now" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
});

test("a viewer sees rules, releases and settings, and nothing that changes them", async ({
  product,
  enterAs,
}) => {
  const page = await enterAs("viewer");
  const offers = page.getByRole("button", {
    name: /^(New|Edit|Delete|Import|Duplicate|Switch|Make|JSON|Add|Save|Revoke|Actions for)/,
  });
  const places = [
    ["/rules", "Rules"],
    ["/rules?rule=14&panel=view", "Rules"],
    ["/rules?rule=14&panel=edit", "Rules"],
    ["/rules?panel=new&template=blank", "Rules"],
    ["/rules/14", "release"],
    ["/releases", "Releases"],
    [`/releases/${product}-notice`, `${product}-notice`],
    ["/settings/products", "Settings"],
    [`/settings/products/${product}`, "Settings"],
    ["/settings/policies", "Settings"],
    ["/settings/people", "Settings"],
    ["/settings/tokens", "Settings"],
    ["/settings/hooks", "Settings"],
    ["/settings/domains", "Settings"],
    ["/settings/serving", "Settings"],
  ] as const;
  for (const [path, title] of places) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
    await expect(offers, path).toHaveCount(0);
  }
});
