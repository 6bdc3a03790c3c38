import fs from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { aus, temporaryDirectory } from "./command-line";
import { makePerson, newVisitor, password, signInAs, sql } from "./people";
import { demo } from "./services";

test("people sign in at the command line, act as themselves, see it in the browser and sign out", async ({
  browser,
}) => {
  const email = await makePerson("terminal");
  const config = temporaryDirectory();
  const run = (args: string[], env = {}) => aus(args, { AUS_URL: demo.url, XDG_CONFIG_HOME: config, ...env });
  expect(await run(["whoami"])).toMatchObject({
    status: 1,
    err: expect.stringContaining("Sign in with `aus login`"),
  });

  const wrong = await run(["login", "--email", email], { AUS_PASSWORD: "wrong" });
  expect(wrong).toMatchObject({
    status: 1,
    err: "This e-mail address and password do not belong together.\n",
  });
  expect(await run(["login", "--email", email], { AUS_PASSWORD: password })).toMatchObject({ status: 0 });

  expect((await run(["whoami"])).out).toBe(`terminal <${email}>: viewer of every product\n`);
  expect(JSON.parse((await run(["whoami", "--json"])).out)).toEqual({
    kind: "person",
    name: "terminal",
    email,
    grants: [{ role: "viewer", product: "*" }],
  });
  const file = path.join(config, "aus", "sessions.json");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);

  const { page } = await newVisitor(browser);
  await signInAs(page, email);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto("/account");
  await expect(page.getByRole("listitem").filter({ hasText: "Command line" })).toBeVisible();

  const stored = fs.readFileSync(file, "utf8");
  expect(await run(["logout"])).toMatchObject({ status: 0 });
  fs.writeFileSync(file, stored);
  expect(await run(["whoami"])).toMatchObject({
    status: 1,
    err: expect.stringContaining("The session has ended"),
  });
  expect(await sql(`SELECT kind FROM sessions WHERE email = '${email}'`)).toEqual([{ kind: "browser" }]);
});

test("a token goes before a session, and is told apart from a person", async () => {
  const token = fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim();
  const { out } = await aus(["whoami"], { AUS_URL: demo.url, AUS_TOKEN: token });
  expect(out).toBe("token command line on this machine: admin for every product\n");
});

test("the API limits attempts as the page does, and says when to come back", async ({ playwright }) => {
  const api = await playwright.request.newContext({
    baseURL: demo.url,
    extraHTTPHeaders: { "x-forwarded-for": "198.51.100.77" },
  });
  const attempt = (email: string) => api.post("/api/v1/session", { data: { email, password: "wrong" } });
  for (let i = 0; i < 40; i += 1) expect((await attempt(`n${i}@example.com`)).status()).toBe(401);

  const limited = await attempt("viewer@example.com");

  expect(limited.status()).toBe(429);
  expect(Number(limited.headers()["retry-after"])).toBeGreaterThan(60);
  expect(await limited.json()).toMatchObject({ code: "limited" });
  await api.dispose();
});

test("a request that is not one for signing in is refused with the field", async ({ request }) => {
  const refused = await request.post("/api/v1/session", { data: { email: "viewer@example.com" } });
  expect(refused.status()).toBe(422);
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: "/password" }] });
});
