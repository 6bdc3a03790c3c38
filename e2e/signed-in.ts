import { expect, type Page } from "@playwright/test";

export type Role = "viewer" | "driver" | "manager" | "admin";

/** Signs in as one of the demo's people, by its form. */
export async function signIn(page: Page, role: Role, password = "demo-demo-demo"): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(`${role}@example.com`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in and waits for the overview. */
export async function enter(page: Page, role: Role = "viewer"): Promise<void> {
  await signIn(page, role);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}
