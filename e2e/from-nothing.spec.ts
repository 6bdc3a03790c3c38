import { expect, test, type APIRequestContext } from "@playwright/test";

import { automation, importInto, person, type Caller } from "./callers";
import { buildMars, startFileServer } from "./file-server";

// From nothing to live: automation submits, pushes to the test channel, verifies and promotes; two people act.

const product = `Rail${Date.now()}`;
const because = ["--yes", "--reason", "From nothing to live"];
const buildIDs = { "97.0": "20260970000000", "98.0": "20260980000000" };

/** The version that a client of 97.0 is offered on a channel. */
async function offered(request: APIRequestContext, channel: string): Promise<string | undefined> {
  const client = `${product}/97.0/${buildIDs["97.0"]}/Linux_x86_64-gcc3/de/${channel}/Linux/default/default`;
  const answer = await request.get(`/update/3/${client}/update.xml?force=1`);
  return /appVersion="([^"]*)"/.exec(await answer.text())?.[1];
}

test("a release goes from its files to clients by two deeds of people", async ({ request }) => {
  const server = await startFileServer();
  let deeds = 0;
  const counted = async (role: "driver" | "manager"): Promise<Caller> => {
    const caller = await person(role);
    return (...args) => {
      deeds += 1;
      return caller(...args);
    };
  };
  const [driver, manager] = [await counted("driver"), await counted("manager")];

  await test.step("the product is set up", async () => {
    await importInto(automation, {
      products: [{ name: product }],
      channels: ["betatest", "beta", "release"].map((name) => ({ product, name })),
      allowedDomains: [{ host: server.host, products: [product], position: 99 }],
    });
    const admin = await person("admin");
    const demands = ["--drivers", "1", "--managers", "1", ...because];
    expect(await admin("policies", "set", product, "release*", ...demands)).toMatchObject({ status: 0 });
  });

  await test.step("automation submits what two builds left behind", async () => {
    for (const [version, buildID] of Object.entries(buildIDs)) {
      const directory = buildMars(server, `/${version}`, { product, version });
      const said = ["--release", "{product}-{version}", "--product", product, "--build-id", buildID];
      const url = [
        "--url",
        `http://${server.host}/{version}/{path}`,
        "--details",
        "https://example.com/notes",
      ];
      const submitted = await automation("submit", directory, ...said, ...url, "--yes");
      expect(submitted).toMatchObject({ status: 0, err: "" });
      expect(submitted.out).toContain("2 files in 2 builds: 2 new");
    }
  });

  const at = await test.step("it goes to the test channel", async () => {
    const given = ["--product", product, "--channel", "betatest", "--release", `${product}-98.0`];
    const pushed = await automation("templates", "apply", "nightly", ...given, ...because, "--json");
    expect(pushed).toMatchObject({ status: 0, err: "" });
    await expect.poll(() => offered(request, "betatest")).toBe("98.0");
    return (JSON.parse(pushed.out) as { revision: number }).revision;
  });

  await test.step("what the test channel serves is verified, file by file", async () => {
    const verify = ["verify", "betatest", "--product", product, "--files", "full", "--json"];
    const verified = await automation(...verify);
    expect(verified).toMatchObject({ status: 0 });
    expect(JSON.parse(verified.out)).toMatchObject({ files: 2, failures: [] });
    const lost = `/98.0/${product.toLowerCase()}-98.0.fr.linux-x86_64.complete.mar`;
    const file = server.files.get(lost) ?? Buffer.alloc(0);
    server.files.delete(lost);
    const failed = await automation(...verify);
    expect(failed.status).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({ failures: [{ cause: "no file" }] });
    server.files.set(lost, file);
  });

  await test.step("automation promotes what was tested to beta", async () => {
    const diff = ["channels", "diff", "betatest", "beta", "--product", product];
    expect((await automation(...diff)).status).toBe(1);
    const tested = ["betatest", "beta", "--product", product, "--as-of", String(at)];
    const promoted = await automation("promote", ...tested, ...because);
    expect(promoted).toMatchObject({ status: 0, err: "" });
    expect(promoted.out).toContain("Then clients of betatest and beta get the same.");
    await expect.poll(() => offered(request, "beta")).toBe("98.0");
    expect((await automation(...diff)).out).toContain("No difference.");
  });

  await test.step("a driver proposes release, which waits until a manager signs", async () => {
    const asked = ["promote", "beta", "release", "--product", product, ...because, "--json"];
    const proposed = await driver(...asked);
    expect(proposed.status).toBe(3);
    expect(await offered(request, "release")).toBeUndefined();
    const { changeSet } = JSON.parse(proposed.out) as { changeSet: number };
    expect(await manager("changes", "sign", String(changeSet), "--yes")).toMatchObject({ status: 0 });
  });

  await expect.poll(() => offered(request, "release")).toBe("98.0");
  expect(deeds).toBe(2);
  const live = await automation("verify", "release", "--product", product, "--files", "full");
  expect(live).toMatchObject({ status: 0 });
  server.stop();
});
