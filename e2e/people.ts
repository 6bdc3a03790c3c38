import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Browser, BrowserContext, Page } from "@playwright/test";
import pg from "pg";

import { demo } from "./services";
import { waitUntilAlive } from "./test";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The address of a database on the server of the demo's. */
export async function databaseAddress(name: string, role = "owner"): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["e2e/database-address.mjs", name, role], {
    cwd: root,
    env: { ...process.env, DATA_DIR: demo.dataDirectory, DATABASE_URL: "" },
  });
  return stdout.trim().split("\n").at(-1) ?? "";
}

let connection: Promise<pg.Client> | undefined;

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await databaseAddress("aus3", "superuser") });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  return client;
}

/** Runs a statement on the demo's database, past all triggers: time can't be waited for. @returns rows as JSON tells them */
export async function sql(statement: string): Promise<unknown> {
  connection ??= connect();
  const told: pg.QueryResult | pg.QueryResult[] = await (await connection).query(statement);
  return JSON.parse(JSON.stringify([told].flat().at(-1)?.rows ?? []));
}

export const password = "demo-demo-demo";

/** Somebody of a test's own, whose sessions, password and draft no other test minds. @returns the e-mail address */
export async function makePerson(name: string, role = "viewer"): Promise<string> {
  const email = `${name}-${Math.random().toString(36).slice(2)}@example.net`;
  await sql(`
    INSERT INTO users (email, name, grants) VALUES ('${email}', '${name}', '[{"product":"*","role":"${role}"}]');
    INSERT INTO passwords (email, hash) SELECT '${email}', hash FROM passwords WHERE email = 'viewer@example.com'`);
  return email;
}

let addresses = 0;

/** A browser that comes from an address of its own, so that attempts of other tests are not held against it. */
export async function newVisitor(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  addresses += 1;
  const address = `203.0.${process.pid % 256}.${addresses}`;
  const context = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": address } });
  await waitUntilAlive(context);
  return { context, page: await context.newPage() };
}

export async function signInAs(page: Page, email: string, given = password): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(given);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
