import fs from "node:fs";
import path from "node:path";

import { expect, test, type APIRequestContext } from "@playwright/test";

import { patch, release } from "@/lib/testing/configurations";

import { aus, temporaryDirectory, type Ran } from "./command-line";
import { password } from "./people";
import { demo } from "./services";
import type { Role } from "./signed-in";

// One after the other, so that each person signs in once.
test.describe.configure({ mode: "default" });

type Run = (...args: string[]) => Promise<Ran>;

/** The command line of one of the demo's people. */
async function signedIn(role: Role): Promise<Run> {
  const env = { AUS_URL: demo.url, XDG_CONFIG_HOME: temporaryDirectory() };
  const { status, err } = await aus(["login", "--email", `${role}@example.com`], {
    ...env,
    AUS_PASSWORD: password,
  });
  if (status !== 0) throw new Error(err);
  return (...args) => aus(args, env);
}

const because = ["--yes", "--reason", "A test of sign-offs"];
let driver: Run;
let manager: Run;
let product: string;

function built(version: string) {
  const attributes = { displayVersion: version, appVersion: version, platformVersion: version };
  const url = `https://${product.toLowerCase()}.example/${version}.complete.mar`;
  const build = {
    buildTarget: "Linux_x86_64-gcc3",
    locale: "de",
    buildID: "20240901000000",
    patches: [patch({ url })],
  };
  return release({ name: `${product}-${version}`, product, content: { attributes }, builds: [build] });
}

const rule = (channel: string) => ({
  alias: `${product}-${channel}`.toLowerCase(),
  priority: 100,
  product,
  channel,
  mapping: `${product}-97.0`,
});

test.beforeAll(async () => {
  product = `Swift${Date.now()}${Math.floor(Math.random() * 1_000)}`;
  const admin = await signedIn("admin");
  [driver, manager] = [await signedIn("driver"), await signedIn("manager")];
  const file = path.join(temporaryDirectory(), "swift.json");
  const configuration = {
    products: [{ name: product }],
    allowedDomains: [{ host: `${product.toLowerCase()}.example`, products: [product], position: 99 }],
    releases: [built("97.0"), built("98.0")],
    rules: [rule("release"), rule("beta")],
  };
  fs.writeFileSync(file, JSON.stringify(configuration));
  const imported = await admin("import", file, "--yes");
  expect(imported).toMatchObject({ status: 0 });
  expect(imported.err).toContain(`Product ${product} has no sign-off policies`);
  expect(await admin("policies", "default", product, "--yes")).toMatchObject({ status: 0 });
});

/** The version that a client of a channel is offered. */
async function offered(request: APIRequestContext, channel: string): Promise<string | undefined> {
  const client = `${product}/96.0/20240101000000/Linux_x86_64-gcc3/de/${channel}/Linux/default/default`;
  const answer = await request.get(`/update/3/${client}/update.xml?force=1`);
  return /appVersion="([^"]*)"/.exec(await answer.text())?.[1];
}

async function pushToRelease(version: string, ...more: string[]): Promise<Ran> {
  return driver("push", `${product}-${version}`, "--channel", "release", ...because, ...more);
}

async function putBack(): Promise<void> {
  const { out } = await pushToRelease("97.0", "--json");
  const { changeSet } = JSON.parse(out) as { changeSet: number | null };
  if (changeSet !== null) await manager("changes", "sign", String(changeSet), "--yes");
}

test("a driver's push to beta takes one command", async ({ request }) => {
  expect(await offered(request, "beta")).toBe("97.0");
  const pushed = await driver("push", `${product}-98.0`, "--channel", "beta", ...because);
  expect(pushed).toMatchObject({ status: 0, err: "" });
  expect(pushed.out).toMatch(
    /Sign-offs needed: 1 driver of Swift\d+; yours is enough\.\nDone: revision \d+\.\n$/,
  );
  await expect.poll(() => offered(request, "beta")).toBe("98.0");
});

test("a push to release waits for a manager, and is enacted when the manager signs", async ({ request }) => {
  const pushed = await pushToRelease("98.0");
  expect(pushed.status).toBe(3);
  const [, id = ""] = /Change set (\d+) waits for 1 manager of Swift\d+: http/.exec(pushed.out) ?? [];
  expect(pushed.out).toContain(`${demo.url}/changes/${id}`);
  expect(await offered(request, "release")).toBe("97.0");

  expect(await driver("changes", "sign", id, "--yes")).toMatchObject({
    status: 1,
    err: expect.stringContaining("You cannot sign it."),
  });
  const waiting = await manager("changes", "list", "--waiting-for-me", "--product", product);
  expect(waiting.out).toContain(`${id}\tproposed\t`);
  const signed = await manager("changes", "sign", id, "--yes");
  expect(signed).toMatchObject({ status: 0, err: "" });
  expect(signed.out).toContain(`mapping → "${product}-98.0"`);
  await expect.poll(() => offered(request, "release")).toBe("98.0");
  await putBack();
});

test("--wait ends when the manager signs, and a roll-back needs the same", async ({ request }) => {
  const waiting = pushToRelease("98.0", "--wait", "--json");
  const list = async () => {
    const { out } = await manager("changes", "list", "--waiting-for-me", "--product", product, "--json");
    return (JSON.parse(out) as { changeSets: { id: number }[] }).changeSets.map(({ id }) => String(id));
  };
  await expect.poll(list).toHaveLength(1);
  const [id = ""] = await list();
  expect(await manager("changes", "sign", id, "--yes")).toMatchObject({ status: 0 });
  const pushed = await waiting;
  expect(pushed.status).toBe(0);
  const { revision } = JSON.parse(pushed.out) as { revision: number };

  const back = await driver("rollback", String(revision), ...because, "--json");
  expect(back.status).toBe(3);
  const { changeSet } = JSON.parse(back.out) as { changeSet: number };
  expect(await manager("changes", "sign", String(changeSet), "--yes")).toMatchObject({ status: 0 });
  await expect.poll(() => offered(request, "release")).toBe("97.0");
  const { out } = await driver("diff", String(revision), "now");
  expect(out).toContain(`mapping: "${product}-98.0" → "${product}-97.0"`);
});

test("a ramp is dry run, scheduled and cancelled", async () => {
  const ramp = ["push", `${product}-98.0`, "--channel", "beta", "--ramp", "10,100@6h", "--at", "in 1h"];
  expect(await driver(...ramp, "--dry-run")).toMatchObject({
    status: 0,
    out: expect.stringContaining("Dry run: nothing was written."),
  });
  const scheduled = await driver(...ramp, ...because, "--json");
  expect(scheduled.status).toBe(0);
  const { changeSet, kind } = JSON.parse(scheduled.out) as { changeSet: number; kind: string };
  expect(kind).toBe("scheduled");
  expect((await driver("changes", "show", String(changeSet))).out).toContain("step 1 of 2 takes effect");
  expect((await driver("changes", "cancel", String(changeSet), "--reason", "Not today")).out).toContain(
    "was cancelled by driver@example.com: Not today",
  );
  expect(await driver("changes", "watch", String(changeSet))).toMatchObject({ status: 1 });
});

test("a change that is sent back ends the waiting with 1", async () => {
  const { out } = await pushToRelease("98.0", "--json");
  const id = String((JSON.parse(out) as { changeSet: number }).changeSet);
  expect(await manager("changes", "request-changes", id, "Not before Monday")).toMatchObject({ status: 0 });
  expect(await driver("changes", "watch", id)).toMatchObject({
    status: 1,
    err: expect.stringContaining("came back from manager@example.com: Not before Monday"),
  });
  expect(await driver("changes", "propose", id)).toMatchObject({ status: 3 });
  expect(await driver("changes", "cancel", id)).toMatchObject({ status: 0 });
});

test("a token never signs: what it pushes to release waits for two people", async () => {
  const admin = {
    AUS_URL: demo.url,
    AUS_TOKEN: fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim(),
  };
  const push = ["push", `${product}-98.0`, "--channel", "release", ...because];
  const { status, out } = await aus(push, admin);
  expect(status).toBe(3);
  const [, id = ""] =
    /Change set (\d+) waits for 1 driver of Swift\d+, 1 manager of Swift\d+/.exec(out) ?? [];
  expect(await driver("changes", "sign", id, "--yes")).toMatchObject({ status: 3 });
  expect(await aus(["changes", "cancel", id], admin)).toMatchObject({ status: 0 });
});
