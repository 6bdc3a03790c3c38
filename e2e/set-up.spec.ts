import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, test } from "@playwright/test";

import { freePort } from "@/lib/boot/free-port.mjs";

import { temporaryDirectory } from "./command-line";
import { databaseAddress } from "./people";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Starts the service as one does for real, on a database of its own. @returns what it printed until it was ready */
async function startForReal(
  database: string,
): Promise<{ service: ChildProcess; printed: string; url: string }> {
  const port = await freePort();
  const service = spawn(process.execPath, ["lib/boot/run.mjs", "serve"], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: temporaryDirectory(),
      DATABASE_URL: database,
      DATABASE_OWNER_URL: "",
      AUS_SECRET: "a secret of the tests, which is long enough",
      AUS_URL: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of service.stdout) {
    printed += String(chunk);
    if (printed.includes("ready on")) break;
  }
  return { service, printed, url: `http://127.0.0.1:${port}` };
}

async function stop(service: ChildProcess): Promise<void> {
  const ended = once(service, "exit");
  service.kill("SIGTERM");
  await ended;
}

const link = /http:\/\/127\.0\.0\.1:\d+\/set-up\?token=[\w-]+/;

test("on an empty database of one's own, a link in the log makes the first administrator, once", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const database = await databaseAddress(`set_up_${process.pid}`);
  const { service, printed, url } = await startForReal(database);
  const page = await browser.newPage();
  try {
    const address = link.exec(printed)?.[0] ?? "";
    expect(address).toContain(url);
    await page.goto(`${url}/set-up?token=guessed`);
    await expect(page.getByText("This link is of no use any more")).toBeVisible();

    await page.goto(address);
    await page.getByLabel("Name").fill("Ada Berg");
    await page.getByLabel("E-mail address").fill("Ada@Example.com");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByLabel("Password again").fill("short");
    const make = page.getByRole("button", { name: "Make the account and sign in" });
    await make.click();
    await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/at least 12/);
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByLabel("Password again").fill("a long enough password");
    await make.click();
    await expect(page.getByRole("button", { name: "Account of Ada Berg" })).toContainText("Admin");

    await page.goto(address);
    await expect(page.getByText("This link is of no use any more")).toBeVisible();
  } finally {
    await page.close();
    await stop(service);
  }
  const again = await startForReal(database);
  await stop(again.service);
  expect(again.printed).not.toContain("set-up");
});
