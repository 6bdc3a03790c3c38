import fs from "node:fs";
import path from "node:path";

import { expect, test, type APIRequestContext } from "@playwright/test";

import { patch, release } from "@/lib/testing/configurations";

import { aus, temporaryDirectory, type Ran } from "./command-line";
import { password } from "./people";
import { demo } from "./services";
import type { Role } from "./signed-in";

// From nothing to live: automation submits, pushes to the test channel and promotes; two people act.

const product = `Rail${Date.now()}`;
const channels = ["betatest", "beta", "release"];
const host = `${product.toLowerCase()}.example`;
const because = ["--yes", "--reason", "From nothing to live"];

type Run = (...args: string[]) => Promise<Ran>;

async function person(role: Role): Promise<Run> {
  const env = { AUS_URL: demo.url, XDG_CONFIG_HOME: temporaryDirectory() };
  const { status, err } = await aus(["login", "--email", `${role}@example.com`], {
    ...env,
    AUS_PASSWORD: password,
  });
  if (status !== 0) throw new Error(err);
  return (...args) => aus(args, env);
}

const token = () => fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim();
const automation: Run = (...args) => aus(args, { AUS_URL: demo.url, AUS_TOKEN: token() });

/** A release of two locales, as automation submits it. */
function submission(version: string): object[] {
  const attributes = { displayVersion: version, appVersion: version, platformVersion: version };
  const { builds, ...value } = release({
    name: `${product}-${version}`,
    product,
    content: { attributes },
    builds: ["de", "fr"].map((locale) => ({
      buildTarget: "Linux_x86_64-gcc3",
      locale,
      buildID: `20260${version.replace(".", "0")}00000`,
      patches: [
        patch({ url: `https://${host}/${version}/${locale}.complete.mar`, hashValue: "0a".repeat(64) }),
      ],
    })),
  });
  return [
    { entity: "release", action: "create", value },
    ...builds.map((build) => ({
      entity: "build",
      action: "create",
      value: { ...build, release: value.name },
    })),
  ];
}

/** The version that a client of 97.0 is offered on a channel. */
async function offered(request: APIRequestContext, channel: string): Promise<string | undefined> {
  const client = `${product}/97.0/20260970000000/Linux_x86_64-gcc3/de/${channel}/Linux/default/default`;
  const answer = await request.get(`/update/3/${client}/update.xml?force=1`);
  return /appVersion="([^"]*)"/.exec(await answer.text())?.[1];
}

test("a release goes from its submission to clients by two deeds of people", async ({ request }) => {
  const [driver, manager] = [await person("driver"), await person("manager")];

  await test.step("the product is set up", async () => {
    const file = path.join(temporaryDirectory(), "product.json");
    const configuration = {
      products: [{ name: product }],
      channels: channels.map((name) => ({ product, name })),
      allowedDomains: [{ host, products: [product], position: 99 }],
    };
    fs.writeFileSync(file, JSON.stringify(configuration));
    expect(await automation("import", file, "--yes")).toMatchObject({ status: 0 });
    const admin = await person("admin");
    expect(await admin("policies", "default", product, "--yes")).toMatchObject({ status: 0 });
  });

  await test.step("automation submits", async () => {
    const submitted = await request.post("/api/v1/change-sets", {
      headers: { authorization: `Bearer ${token()}` },
      data: { reason: "Built", operations: ["97.0", "98.0"].flatMap(submission) },
    });
    expect(submitted.status()).toBe(200);
  });

  const at = await test.step("it goes to the test channel", async () => {
    const given = ["--product", product, "--channel", "betatest", "--release", `${product}-98.0`];
    const pushed = await automation("templates", "apply", "nightly", ...given, ...because, "--json");
    expect(pushed).toMatchObject({ status: 0, err: "" });
    await expect.poll(() => offered(request, "betatest")).toBe("98.0");
    return (JSON.parse(pushed.out) as { revision: number }).revision;
  });

  // Here what the test channel serves is verified, file by file.

  await test.step("what was tested is promoted to beta by a driver", async () => {
    const diff = ["channels", "diff", "betatest", "beta", "--product", product];
    expect((await automation(...diff)).status).toBe(1);
    const tested = ["betatest", "beta", "--product", product, "--as-of", String(at)];
    const promoted = await driver("promote", ...tested, ...because);
    expect(promoted).toMatchObject({ status: 0, err: "" });
    expect(promoted.out).toContain("Then clients of betatest and beta get the same.");
    await expect.poll(() => offered(request, "beta")).toBe("98.0");
    expect((await automation(...diff)).out).toContain("No difference.");
  });

  await test.step("release is proposed, and waits until a manager signs", async () => {
    const asked = ["promote", "beta", "release", "--product", product, ...because, "--json"];
    const proposed = await driver(...asked);
    expect(proposed.status).toBe(3);
    expect(await offered(request, "release")).toBeUndefined();
    const { changeSet } = JSON.parse(proposed.out) as { changeSet: number };
    expect(await manager("changes", "sign", String(changeSet), "--yes")).toMatchObject({ status: 0 });
  });

  await expect.poll(() => offered(request, "release")).toBe("98.0");
});
