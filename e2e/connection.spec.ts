import { expect, type Page } from "@playwright/test";

import { makeRule, submit, test } from "./own-people";
import { makePerson, newVisitor, password, sql } from "./people";
import { signInBeside } from "./signed-in";

const cutOff = (page: Page) => page.getByText("Not connected: what you see may be old");
const signedOut = (page: Page) => page.getByText("Your session has ended:");
const comment = (page: Page) => page.getByRole("complementary").getByLabel("Comment");

/** Opens a rule's form and types into it, and marks the document, to be told from one that was loaded anew. */
async function typeInto(page: Page, form: { product: string; id: number }, text: string): Promise<void> {
  await page.goto(`/rules?product=${form.product}&rule=${String(form.id)}&panel=edit`);
  // What is typed before the form's own script runs is lost.
  await expect(async () => {
    await comment(page).fill(text);
    await expect(page.getByRole("button", { name: "Save now" })).toBeEnabled({ timeout: 1_000 });
  }).toPass();
  await page.evaluate(() => (document.documentElement.dataset["mark"] = "first"));
}

async function expectTyped(page: Page, text: string): Promise<void> {
  await expect(comment(page)).toHaveValue(text);
  await expect(page.locator("html")).toHaveAttribute("data-mark", "first");
}

test("a connection that is cut and a service that restarts take nothing that was typed, and it is said meanwhile", async ({
  api,
  product,
  enterAs,
}) => {
  const { id } = await makeRule(api, product, { alias: `${product}-mine` });
  const page = await enterAs("driver");
  await typeInto(page, { product, id }, "Typed before");
  await expect(cutOff(page)).toBeHidden();

  await page.context().setOffline(true);
  await makeRule(api, product, { alias: `${product}-meanwhile`, priority: 40 });
  await expect(cutOff(page)).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();
  await expectTyped(page, "Typed before");

  // Back on the line, but the service is not there for long enough to send what changed.
  let asked = 0;
  await page.route(
    (url) => url.searchParams.has("_rsc"),
    (route) => {
      asked += 1;
      return route.fulfill({ status: 502, contentType: "text/html", body: "Back in a moment" });
    },
  );
  await page.context().setOffline(false);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expectTyped(page, "Typed before");
  await expect(cutOff(page)).toBeVisible();

  await page.unrouteAll();
  await expect(page.getByRole("table").getByText(`${product}-meanwhile`)).toBeVisible();
  await expect(cutOff(page)).toBeHidden();
  await expectTyped(page, "Typed before");
});

test("a session that ends takes nothing that was typed: people sign in in another tab, and save", async ({
  api,
  product,
  browser,
}) => {
  const { id } = await makeRule(api, product, { alias: `${product}-mine` });
  const email = await makePerson("ended", "driver");
  const { page, context } = await newVisitor(browser);
  await signInBeside(context, email);
  await typeInto(page, { product, id }, "Typed before");

  await sql(`DELETE FROM sessions WHERE email = '${email}'`);
  await submit(api, [{ entity: "channel", action: "create", value: { product, name: "nightly" } }]);
  await expect(signedOut(page)).toBeVisible();
  await page.getByLabel("Reason").fill("It was typed");
  await page.getByRole("button", { name: "Save now" }).click();
  await expect(page.getByText("Nothing you typed is lost: sign in in another tab")).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();
  await expectTyped(page, "Typed before");

  const opened = context.waitForEvent("page");
  await signedOut(page).getByRole("link", { name: "sign in in another tab" }).click();
  const other = await opened;
  await other.getByLabel("E-mail address").fill(email);
  await other.getByLabel("Password").fill(password);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Rules" })).toBeVisible();
  await other.close();

  await expect(signedOut(page)).toBeHidden();
  await expectTyped(page, "Typed before");
  await page.getByRole("button", { name: "Save now" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Enacted as revision" })).toBeVisible();
  await context.close();
});

test("what is typed after something else was saved stays when others change something", async ({
  api,
  product,
  enterAs,
}) => {
  const { id } = await makeRule(api, product, { alias: `${product}-mine` });
  const page = await enterAs("driver");
  await page.goto(`/rules?product=${product}`);
  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByRole("menuitem", { name: /^Empty rule/ }).click();
  const form = page.getByRole("form", { name: "New rule" });
  await form.getByRole("combobox", { name: "Product", exact: true }).fill(product);
  await form.getByRole("combobox", { name: "Channel", exact: true }).fill("nightly");
  await form.getByLabel("Alias").fill(`${product}-second`);
  await form.getByLabel("Reason").fill("One more");
  await page.getByRole("button", { name: "Save now" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Enacted as revision" })).toBeVisible();
  await expect(page.getByRole("table").getByText(`${product}-second`)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${product}-mine` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await comment(page).fill("Typed after");

  for (const alias of ["third", "fourth"]) {
    await makeRule(api, product, { alias: `${product}-${alias}`, priority: 40 });
    await expect(page.getByRole("table").getByText(`${product}-${alias}`)).toBeVisible();
  }

  await expect(comment(page)).toHaveValue("Typed after");
  await expect(page).toHaveURL(new RegExp(`rule=${String(id)}&panel=edit`));
});
