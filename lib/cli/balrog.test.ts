import fs from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { importBalrog } from "@/lib/balrog/import";
import { configurationSchema } from "@/lib/configuration/configuration";
import { blob, rule, scenario } from "@/lib/testing/balrog-documents";
import { enactedAs, recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";

import { runCli } from "./program";

const counts = { rule: { created: 1, updated: 0, deleted: 0, unchanged: 0 } };
const good = scenario().document as Record<string, unknown>;
const invalid = { ...good, rules: [rule, { ...rule, rule_id: 8, version: "60.0esr" }] };

/** A service that holds nothing and takes everything. */
async function start(files: Readonly<Record<string, unknown>>) {
  const reply = (one: Asked): Reply => {
    if (one.method !== "GET") return enactedAs(5, one, { counts });
    return { body: one.url === "/api/v1/policies" ? { policies: [] } : configurationSchema.parse({}) };
  };
  const { url, asked } = await startServer(reply);
  const { io, written, root } = recordingIo({ url, token: "t" });
  for (const [name, document] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), JSON.stringify(document));
  }
  const aus = (...argv: string[]) =>
    runCli(
      argv.map((each) => (each in files || each === "dump" ? path.join(root, each) : each)),
      io,
    );
  return { aus, asked, written, root };
}

describe("aus import balrog", () => {
  test("counts what it read, and enacts it", async () => {
    const { aus, asked, written } = await start({ "all.json": good });
    expect(await aus("import", "balrog", "all.json", "--replace", "--yes")).toBe(0);
    expect(written.out).toContain("Read: 1 rule, 1 release, 0 pins, 0 shut-offs, 1 allowed domain.");
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "PUT /api/v1/configuration?mode=replace&dryRun=1",
      "PUT /api/v1/configuration?mode=replace",
      "GET /api/v1/policies",
    ]);
    expect(asked[1]?.body).toMatchObject({
      accept: [],
      configuration: { rules: [{ id: 7, mapping: "b1" }] },
    });
  });

  test("reads a directory of what the public API answers", async () => {
    const files = {
      "dump/rules.json": { count: 1, rules: [rule] },
      "dump/releases/b1.json": blob,
      "dump/settings.json": { allowlist: { "a.com": ["b"] } },
    };
    const { aus, asked } = await start(files);
    expect(await aus("import", "balrog", "dump", "--yes")).toBe(0);
    expect(asked[0]).toMatchObject({ method: "GET", url: "/api/v1/configuration" });
    expect(asked.findLast(({ method }) => method === "PUT")?.body).toMatchObject({
      configuration: { rules: [{ id: 7 }], releases: [{ name: "b1", product: "b" }] },
    });
  });

  test("with something invalid writes nothing, and says where, what and what to do", async () => {
    const { aus, asked, written, root } = await start({ "all.json": invalid });
    expect(await aus("import", "balrog", "all.json", "--replace", "--yes")).toBe(1);
    expect(asked).toEqual([]);
    expect(written.err).toContain(`${path.join(root, "all.json")}#/rules/1/version`);
    expect(written.err).toContain("Rule 8: version:");
    expect(written.err).toContain("--skip-invalid");
  });

  test("--skip-invalid goes on without it, and lists it", async () => {
    const { aus, asked, written } = await start({ "all.json": invalid });
    expect(await aus("import", "balrog", "all.json", "--replace", "--yes", "--skip-invalid")).toBe(0);
    expect(written.out).toContain("The rule is left out.");
    expect(asked.findLast(({ method }) => method === "PUT")?.body).toMatchObject({
      accept: ["forbidden-host", "other-product"],
      configuration: { rules: [{ id: 7 }] },
    });
  });

  test("--skip-invalid never makes everything out of nothing", async () => {
    const { aus, asked, written } = await start({ "many.json": { scenarios: [good, good] } });
    expect(await aus("import", "balrog", "many.json", "--replace", "--yes", "--skip-invalid")).toBe(1);
    expect(asked).toEqual([]);
    expect(written.err).toContain("nothing is left to import");
  });

  test("--json prints every finding and the result", async () => {
    const { aus, written } = await start({ "all.json": invalid });
    expect(await aus("import", "balrog", "all.json", "--replace", "--yes", "--skip-invalid", "--json")).toBe(
      0,
    );
    expect(JSON.parse(written.out)).toMatchObject({
      rules: 1,
      revision: 5,
      findings: [{ severity: "error", consequence: "The rule is left out" }],
    });
  });

  test("says so when the data are not there", async () => {
    const { aus, written } = await start({});
    expect(await aus("import", "balrog", "/nowhere.json")).toBe(1);
    expect(written.err).toContain("/nowhere.json cannot be read: there is no such file or directory");
  });
});

test("aus export --balrog writes what aus import balrog reads", async () => {
  const { configuration } = importBalrog([scenario()]);
  const server = await startServer(() => ({ body: configuration }));
  const { io, root, written } = recordingIo({ url: server.url, token: "t" });
  const file = path.join(root, "out.json");
  expect(await runCli(["export", file, "--balrog"], io)).toBe(0);
  expect(written.err).toBe("");
  const document = JSON.parse(fs.readFileSync(file, "utf8")) as unknown;
  expect(importBalrog([{ file, document }]).configuration).toEqual(configuration);
});
