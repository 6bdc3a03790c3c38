import { expect, type BrowserContext, type Page } from "@playwright/test";

import { demo } from "./services";

export type Role = "viewer" | "driver" | "manager" | "admin";

const password = "demo-demo-demo";

/** Signs in as one of the demo's people, by its form. */
export async function signIn(page: Page, role: Role, given = password): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(`${role}@example.com`);
  await page.getByLabel("Password").fill(given);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs a browser in as its form does, without a page: what is tested is elsewhere. */
export async function signInBeside(context: BrowserContext, email: string): Promise<void> {
  const asked = await context.request.get(`${demo.url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await context.request.post(`${demo.url}/api/auth/callback/credentials`, {
    headers: { origin: demo.url },
    form: { csrfToken, email, password, json: "true" },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** What browsers of this process are signed in with; nobody signs out of these sessions. */
const sessions = new Map<Role, Awaited<ReturnType<BrowserContext["cookies"]>>>();

/** Lets a page's browser be signed in as one of the demo's people; it stays where it is. */
export async function beSignedIn(page: Page, role: Role = "viewer"): Promise<void> {
  const context = page.context();
  const known = sessions.get(role);
  if (known) return context.addCookies(known);
  await signInBeside(context, `${role}@example.com`);
  sessions.set(role, await context.cookies());
}

/** As `beSignedIn`, and goes to the overview. */
export async function enter(page: Page, role: Role = "viewer"): Promise<void> {
  await beSignedIn(page, role);
  await page.goto("/overview");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}
