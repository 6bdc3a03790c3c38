import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

import { recordingIo, startServer, type Reply } from "@/lib/testing/command-line";
import type { Plan } from "@/lib/verify/plan";

import { runCli } from "./program";

const hashValue = "0".repeat(128);
const file = { size: 100, hashFunction: "sha512", hashValue };

function stateOf(locale: string): Plan["states"][number] {
  const client = {
    product: "Heron",
    version: "1.0",
    buildID: "1",
    buildTarget: "linux",
    locale,
    channel: "release",
    osVersion: "Linux",
  };
  const expected = {
    release: "Heron-2.0",
    attributes: { buildID: "2" },
    patches: [{ type: "complete" as const, ...file }],
  };
  return { client, path: `/update/${locale}`, expected, missing: null };
}

const plan = (...locales: string[]): Plan => ({
  revision: 9,
  states: locales.map(stateOf),
  files: [],
  faults: [],
  skipped: { "the client is as new": 3 },
});

/** A service that has one release, and files of 100 bytes; a locale named "old" gets the build of before. */
async function startService(given: Plan) {
  const server = await startServer(({ url }): Reply => {
    if (url === "/api/v1/releases") return { body: { releases: [{ name: "Heron-2.0" }] } };
    if (url === "/api/v1/channels") {
      return { body: { channels: ["Heron", "Osprey"].map((product) => ({ product, name: "release" })) } };
    }
    if (url.startsWith("/api/v1/verification-plan")) return { body: given };
    if (url.startsWith("/api/v1/releases/")) {
      return { body: { name: "Heron-2.0", content: { kind: "desupport" }, builds: [buildOf("de")] } };
    }
    if (url.startsWith("/files/")) {
      return { status: 206, headers: { "content-range": "bytes 0-2/100" }, body: "MAR" };
    }
    const [, , locale = ""] = url.split("/");
    const build = locale === "old" ? "1" : "2";
    const patch = `<patch type="complete" URL="${server.url}/files/all.mar" hashFunction="sha512" hashValue="${hashValue}" size="100"/>`;
    return { body: `<updates><update buildID="${build}">${patch}</update></updates>` };
  });
  return server;
}

const buildOf = (locale: string) => ({
  buildTarget: "linux",
  locale,
  buildID: "2",
  attributes: {},
  patches: [],
});

async function aus(server: { url: string; asked: { method: string; url: string }[] }, ...argv: string[]) {
  const { io, written } = recordingIo({ url: server.url });
  const before = server.asked.length;
  const status = await runCli(["verify", ...argv], io);
  const asked = server.asked.slice(before).map(({ url }) => url);
  return { status, out: written.out, err: written.err, asked };
}

const fresh = (name: string) => path.join(recordingIo().io.root, name);

test("a release that is as it should be passes, each of its files looked at once", async () => {
  const { status, out, asked } = await aus(await startService(plan("de", "fr")), "Heron-2.0");
  expect(status).toBe(0);
  expect(out).toBe(
    "All is as it should be: 2 client states and 1 file.\nNot asked: 3 (the client is as new).\n",
  );
  expect(asked).toEqual([
    "/api/v1/releases",
    "/api/v1/verification-plan?release=Heron-2.0",
    "/update/de",
    "/update/fr",
    "/files/all.mar",
  ]);
});

test("what is wrong fails, and is reported in JSON and for build servers", async () => {
  const [json, junit] = [fresh("report.json"), fresh("report.xml")];
  const server = await startService(plan("de", "old"));
  const { status, out } = await aus(server, "Heron-2.0", "--json", json, "--junit", junit);
  expect(status).toBe(1);
  expect(out).toContain(
    "wrong build ID\tHeron 1.0 (1) linux old on release, Linux\tbuildID is 1 in place of 2",
  );
  expect(out).toContain("1 fault in 2 client states and 1 file: 1 × wrong build ID.");
  expect(JSON.parse(fs.readFileSync(json, "utf8"))).toMatchObject({
    revision: 9,
    states: 2,
    failures: [{ cause: "wrong build ID", client: { locale: "old" }, url: `${server.url}/update/old` }],
  });
  const xml = fs.readFileSync(junit, "utf8");
  expect(xml).toContain('<testsuite name="answers" tests="2" failures="1" errors="0">');
  expect(xml).toContain(
    '<failure type="wrong build ID" message="wrong build ID: buildID is 1 in place of 2">',
  );
  expect(xml).toContain('<testsuite name="files" tests="1" failures="0" errors="0">');
});

test("what was found before the command broke off is not asked for again", async () => {
  const kept = fresh("kept.jsonl");
  const server = await startService(plan("de", "old"));
  await aus(server, "Heron-2.0", "--resume", kept);
  fs.appendFileSync(kept, '{"key":"broken o');
  const { status, asked } = await aus(server, "Heron-2.0", "--resume", kept);
  expect(status).toBe(1);
  expect(asked).toEqual(["/api/v1/releases", "/api/v1/verification-plan?release=Heron-2.0"]);
  fs.writeFileSync(kept, "something else");
  expect((await aus(server, "Heron-2.0", "--resume", kept)).err).toContain("give another file");
});

test("shipped clients can be those of update-verify's configuration", async () => {
  const config = fresh("update-verify.cfg");
  const lines = [
    'release="1.0" product="Heron" platform="linux" build_id="1" locales="de" channel="betatest" from="/1.0.mar" patch_types="complete"',
    'release="0.9" platform="linux" build_id="0" locales="de xx"',
  ];
  fs.writeFileSync(config, lines.join("\n"));
  const server = await startService(plan());
  const { status, out, asked } = await aus(server, "Heron-2.0", "--config", config);
  expect(asked).toContain(
    "/update/3/Heron/0.9/0/linux/de/betatest/default/default/default/update.xml?force=1",
  );
  expect(status).toBe(0);
  expect(out).toContain("3 client states");
  fs.writeFileSync(config, 'release="1.0" product="Heron"');
  const bad = await aus(server, "--config", config);
  expect(bad.err).toContain("update-verify.cfg:1: it does not say platform, build_id, locales, channel");
});

test("a name that is neither release nor channel, or a channel of several products, is refused", async () => {
  const server = await startService(plan());
  expect((await aus(server, "nothing")).err).toContain('neither a release nor a channel "nothing"');
  const several = await aus(server, "release");
  expect(several).toMatchObject({ status: 2 });
  expect(several.err).toContain("say which with --product");
  const one = await aus(server, "release", "--product", "Heron");
  expect(one.asked).toContain("/api/v1/verification-plan?product=Heron&channel=release");
  expect(one.out).toContain("There is nothing to verify");
  expect((await aus(server, "release", "--files", "some")).status).toBe(2);
});
