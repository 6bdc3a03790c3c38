import { expect, type Page } from "@playwright/test";

import { makePerson, newVisitor, password, signInAs, sql } from "./people";
import { test } from "./test";

const overview = (page: Page) => page.getByRole("heading", { level: 1, name: "Overview" });

test("wrong passwords from one address are taken a limited number of times, and people are told when again", async ({
  browser,
}) => {
  const { page } = await newVisitor(browser);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("viewer@example.com");
  await page.getByLabel("Password").fill("wrong");
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  await button.click();
  await expect(page.getByRole("alert").first()).toContainText("do not belong together");
  // The rest without the page, each for another account.
  const statuses = await page.evaluate(async () => {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const tries = Array.from({ length: 39 }, (_, i) =>
      fetch("/api/auth/callback/credentials", {
        method: "POST",
        body: new URLSearchParams({
          email: `n${String(i)}@example.com`,
          password: "x",
          csrfToken,
          json: "true",
        }),
      }).then(({ status }) => status),
    );
    return Promise.all(tries);
  });
  expect(new Set(statuses)).toEqual(new Set([401]));

  await button.click();

  await expect(page.getByText(/Too many attempts from here\. Try again in 1\d minutes\./)).toBeVisible();
  const elsewhere = await newVisitor(browser);
  await signInAs(elsewhere.page, "viewer@example.com");
  await expect(overview(elsewhere.page)).toBeVisible();
});

test("a session that is idle for 12 hours, or a week old, asks to sign in again", async ({ browser }) => {
  const email = await makePerson("idle");
  const { page } = await newVisitor(browser);
  for (const past of ["seen_at = now() - interval '12 hours 1 minute'", "expires_at = now()"]) {
    await signInAs(page, email);
    await expect(overview(page)).toBeVisible();
    await sql(`UPDATE sessions SET ${past} WHERE email = '${email}'`);
    await page.goto("/rules");
    await expect(page).toHaveURL(/\/sign-in/);
  }
});

test("people see their roles and sessions, and sign out elsewhere at once", async ({ browser }) => {
  const email = await makePerson("sessions");
  const here = await newVisitor(browser);
  const there = await newVisitor(browser);
  const third = await newVisitor(browser);
  for (const { page } of [there, third, here]) {
    await signInAs(page, email);
    await expect(overview(page)).toBeVisible();
  }
  const { page } = here;
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await expect(page.getByRole("region", { name: "You" })).toContainText("Every product");
  const sessions = page.getByRole("region", { name: "Sessions" });
  await expect(sessions.getByRole("listitem")).toHaveCount(3);
  await expect(sessions.getByRole("listitem").filter({ hasText: "This one" })).toContainText("Chrome");

  await sessions
    .getByRole("button", { name: /^Sign out Chrome/ })
    .first()
    .click();
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await sessions.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);

  for (const other of [there, third]) {
    await other.page.goto("/rules");
    await expect(other.page).toHaveURL(/\/sign-in/);
  }
  await page.reload();
  await expect(sessions).toBeVisible();
});

test("a password is changed with the one before it, and all other sessions end", async ({ browser }) => {
  const email = await makePerson("password");
  const here = await newVisitor(browser);
  const there = await newVisitor(browser);
  for (const { page } of [there, here]) {
    await signInAs(page, email);
    await expect(overview(page)).toBeVisible();
  }
  const { page } = here;
  await page.goto("/account");
  const change = async (current: string, fresh: string, again: string) => {
    await page.getByLabel("Password now").fill(current);
    await page.getByLabel("New password", { exact: true }).fill(fresh);
    await page.getByLabel("New password again").fill(again);
    await page.getByRole("button", { name: "Change the password" }).click();
  };
  await change(password, "short", "short");
  await expect(page.getByLabel("New password", { exact: true })).toHaveAccessibleDescription(/at least 12/);
  await change(password, "another long password", "something else");
  await expect(page.getByLabel("New password again")).toHaveAccessibleDescription(/not the same/);
  await change("not my password", "another long password", "another long password");
  await expect(page.getByLabel("Password now")).toHaveAccessibleDescription(/not your password/);
  await expect(page.getByLabel("Password now")).toBeFocused();

  await change(password, "another long password", "another long password");

  await expect(page.getByRole("status")).toContainText("Your other sessions have ended");
  await there.page.goto("/rules");
  await expect(there.page).toHaveURL(/\/sign-in/);
  await signInAs(there.page, email);
  await expect(there.page.getByText("do not belong together")).toBeVisible();
  await signInAs(there.page, email, "another long password");
  await expect(overview(there.page)).toBeVisible();
});

test("other sites' pages sign nobody in or out, and change no account", async ({ browser, baseURL }) => {
  const email = await makePerson("forged");
  const { page, context } = await newVisitor(browser);
  await signInAs(page, email);
  await expect(overview(page)).toBeVisible();
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  for (const where of ["/api/auth/signout", "/api/auth/callback/credentials", "/api/auth/signin/oidc"]) {
    expect((await context.request.post(where, { headers: foreign, form: { json: "true" } })).status()).toBe(
      403,
    );
  }
  const action = await context.request.post("/account", {
    headers: { ...foreign, "next-action": "0".repeat(42), "content-type": "text/plain" },
    data: "[]",
  });
  expect(action.ok()).toBe(false);
  await page.goto(`${baseURL ?? ""}/account`);
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
});
