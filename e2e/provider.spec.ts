import { expect, type Page } from "@playwright/test";

import { newVisitor, sql } from "./people";
import { test } from "./test";

/** Through the pages of a real provider: its login, and its question whether to tell us. */
async function comeThroughProvider(page: Page, login: string): Promise<void> {
  await page.goto("/sign-in?next=/account");
  await page.getByRole("button", { name: "Sign in with Example Login" }).click();
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

const you = (page: Page) => page.getByRole("region", { name: "You" });

function unique(name: string): string {
  return `${name}${Math.random().toString(36).slice(2)}`;
}

test("somebody new comes in through the provider with the roles of their groups, which follow the groups", async ({
  browser,
}) => {
  const name = unique("karl");
  const first = await newVisitor(browser);
  await comeThroughProvider(first.page, `${name}:heron-drivers,unknown`);
  await expect(first.page).toHaveURL(/\/account$/);
  await expect(you(first.page)).toContainText(`${name}@example.org`);
  await expect(you(first.page)).toContainText(/Heron\s*Driver/);
  await expect(first.page.getByText("You have none here: you sign in with Example Login")).toBeVisible();

  const second = await newVisitor(browser);
  await comeThroughProvider(second.page, `${name}:readers`);

  await expect(you(second.page)).toContainText(/Every product\s*Viewer/);
  await expect(you(second.page)).not.toContainText("Driver");
  // The session from before has what the groups give now.
  await first.page.reload();
  await expect(you(first.page)).not.toContainText("Driver");
  const reasons = await sql(
    `SELECT r.reason, r.actor FROM revisions r JOIN audit_entries e ON e.revision = r.id
     WHERE e.entity = 'user' AND e.key = '${name}@example.org' ORDER BY r.id`,
  );
  expect(reasons).toEqual([
    { reason: "Signed in through the provider for the first time", actor: "system sign-in" },
    { reason: "Groups of the sign-in provider changed", actor: "system sign-in" },
  ]);
});

test("nothing is changed or recorded while the groups stay the same", async ({ browser }) => {
  const name = unique("same");
  for (let i = 0; i < 2; i += 1) {
    const { page } = await newVisitor(browser);
    await comeThroughProvider(page, `${name}:readers`);
    await expect(page).toHaveURL(/\/account$/);
  }
  expect(await sql(`SELECT row_version FROM users WHERE email = '${name}@example.org'`)).toEqual([
    { row_version: 1 },
  ]);
});

test("somebody of no group that counts is told that they have no access, and can leave", async ({
  browser,
}) => {
  const { page } = await newVisitor(browser);
  const name = unique("nobody");
  await comeThroughProvider(page, name);

  await expect(page).toHaveURL(/\/no-access$/);
  await expect(page.getByText(`You are signed in as ${name}@example.org.`)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("an address that the provider has not verified opens no account", async ({ browser }) => {
  const { page } = await newVisitor(browser);
  await comeThroughProvider(page, "admin!:it");

  await expect(page.getByText("has not verified your e-mail address")).toBeVisible();
  expect(await sql("SELECT email FROM users WHERE email = 'admin@example.org'")).toEqual([]);
});

test("a disabled account stays out, whatever the provider says", async ({ browser }) => {
  const name = unique("gone");
  const first = await newVisitor(browser);
  await comeThroughProvider(first.page, `${name}:readers`);
  await expect(first.page).toHaveURL(/\/account$/);
  await sql(`UPDATE users SET disabled = true WHERE email = '${name}@example.org'`);

  await first.page.goto("/rules");
  await expect(first.page).toHaveURL(/\/sign-in/);
  const second = await newVisitor(browser);
  await comeThroughProvider(second.page, `${name}:readers`);
  await expect(second.page.getByText("Your account here is disabled")).toBeVisible();
});

test("whoever does not go through with it at the provider comes back to the sign-in", async ({ browser }) => {
  const { page } = await newVisitor(browser);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Example Login" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();

  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("alert").first()).toContainText("failed");
});
