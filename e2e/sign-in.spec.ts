import { expect, type Page } from "@playwright/test";

import { signIn, type Role } from "./signed-in";
import { test } from "./test";

/** By the form, for a session that ends with the test. */
async function enter(page: Page, role: Role): Promise<void> {
  await signIn(page, role);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

const complaint = "This e-mail address and password do not belong together.";

test("a wrong password is refused without telling what was wrong, and keeps what was typed", async ({
  page,
}) => {
  await signIn(page, "viewer", "not the password");
  await expect(page.getByText(complaint)).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue("viewer@example.com");

  await page.reload();
  await page.getByLabel("E-mail address").fill("nobody@example.com");
  await page.getByLabel("Password").fill("demo-demo-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(complaint)).toBeVisible();
});

test("whoever has not signed in is asked to, and then gets to the page that they wanted", async ({
  page,
}) => {
  await page.goto("/rules?product=Osprey");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail address").fill("viewer@example.com");
  await page.getByLabel("Password").fill("demo-demo-demo");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/rules\?product=Osprey$/);
});

test("an address elsewhere is no place to go after signing in", async ({ page }) => {
  await page.goto("/sign-in?next=//example.org/");
  await page.getByRole("button", { name: /^Viewer/ }).click();
  await expect(page).toHaveURL(/\/overview$/);
});

test("one click signs in as any of the demo's people", async ({ page }) => {
  for (const [role, name] of [
    ["Viewer", "Vera Lind"],
    ["Driver", "Dario Conti"],
    ["Manager", "Mina Okafor"],
    ["Admin", "Ada Berg"],
  ] as const) {
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await page.getByRole("button", { name: new RegExp(`^${role}`) }).click();
    await expect(page.getByRole("button", { name: `Account of ${name}` })).toContainText(role);
  }
});

test("the cookie is out of reach for scripts and carries no name or role", async ({ page, context }) => {
  await enter(page, "admin");
  const session = (await context.cookies()).find(({ name }) => name === "aus3.session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await (await page.request.get("/api/auth/session")).json()).toMatchObject({
    user: { email: "admin@example.com" },
  });
  expect(await page.evaluate(() => document.cookie)).not.toContain("session");
});

test("signing out ends the session at once: a copied cookie is worth nothing", async ({
  page,
  context,
  playwright,
  baseURL,
}) => {
  await enter(page, "driver");
  const stolen = await context.storageState();
  const thief = await playwright.request.newContext({ baseURL: baseURL ?? "", storageState: stolen });
  expect((await thief.get("/rules", { maxRedirects: 0 })).status()).toBe(200);

  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);

  const replayed = await thief.get("/rules", { maxRedirects: 0 });
  expect(replayed.status()).toBe(307);
  expect(replayed.headers()["location"]).toContain("/sign-in");
  expect(await (await thief.get("/api/auth/session")).json()).not.toHaveProperty("user");
  await thief.dispose();
});
