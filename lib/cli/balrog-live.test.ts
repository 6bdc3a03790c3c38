import fs from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { importBalrog } from "@/lib/balrog/import";
import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { blob, build, rule } from "@/lib/testing/balrog-documents";
import { enactedAs, recordingIo, startServer } from "@/lib/testing/command-line";
import { readScenarios, vectorsAreThere } from "@/lib/testing/conformance/vectors";
import { startFakeBalrog, type BalrogContents } from "@/lib/testing/fake-balrog";

import { runCli } from "./program";

const allowed = { allowlist: { "a.com": ["b"] } };
const counts = { rule: { created: 1, updated: 0, deleted: 0, unchanged: 0 } };
const partial = { ...build.completes[0], from: "b0" };

function contents(): BalrogContents {
  const leaning = {
    ...blob,
    platforms: { p: { locales: { l: { ...build, buildID: "20", partials: [partial] } } } },
  };
  return {
    rules: [{ ...rule, allowlist: null, data_version: 2 }],
    releases: [
      { name: "b1", product: "b", read_only: true, data_version: 3, blob: leaning },
      { name: "b0", product: "b", blob: { ...blob, name: "b0" } },
      { name: "old one", product: "b", blob: { ...blob, name: "old one" } },
    ],
  };
}

/** A Balrog in use, and a service that holds nothing and takes everything. */
async function start(balrog: BalrogContents, options?: { stumbles: number }) {
  const old = await startFakeBalrog(balrog, options);
  const service = await startServer((one) => {
    if (one.method !== "GET") return enactedAs(5, one, { counts });
    return { body: one.url === "/api/v1/policies" ? { policies: [] } : configurationSchema.parse({}) };
  });
  const { io, written, root } = recordingIo({ url: service.url, token: "t" });
  fs.writeFileSync(path.join(root, "allowed.json"), JSON.stringify(allowed));
  const keep = path.join(root, "kept");
  const aus = (...argv: string[]) =>
    runCli(["import", "balrog", old.url, path.join(root, "allowed.json"), "--yes", ...argv], io);
  const imported = () =>
    (service.asked.findLast(({ method }) => method === "PUT")?.body as { configuration: Configuration })
      .configuration;
  return { aus, imported, old, written, keep };
}

describe("aus import balrog from a Balrog in use", () => {
  test("brings in its rules, releases and shut-offs, though it stumbles", async () => {
    const shutOffs = [{ product: "b", channel: "release", comment: "Crashes", data_version: 1 }];
    const { aus, imported, written } = await start(
      { ...contents(), emergency_shutoffs: shutOffs },
      { stumbles: 2 },
    );
    expect(await aus("--replace")).toBe(0);
    expect(written.err).toContain("Read 3 of 3 releases.");
    const { rules, releases, shutOffs: off, allowedDomains } = imported();
    expect(rules).toMatchObject([{ id: 7, mapping: "b1" }]);
    expect(releases.map(({ name, readOnly }) => [name, readOnly])).toEqual([
      ["b0", false],
      ["b1", true],
      ["old one", false],
    ]);
    expect(off).toMatchObject([{ product: "b", channel: "release", reason: "Crashes" }]);
    expect(allowedDomains).toMatchObject([{ host: "a.com" }]);
    expect(written.out).not.toContain("allowlist");
  });

  test("--mapped takes only what rules map to, and what that leans on", async () => {
    const { aus, imported } = await start(contents());
    expect(await aus("--mapped")).toBe(0);
    expect(imported().releases.map(({ name }) => name)).toEqual(["b0", "b1"]);
  });

  test("--keep asks again only for what may have changed", async () => {
    const balrog = contents();
    const { aus, imported, old, keep } = await start(balrog);
    expect(await aus("--keep", keep)).toBe(0);
    const first = imported();
    old.asked.length = 0;
    expect(await aus("--keep", keep)).toBe(0);
    const again = old.asked.map(({ url }) => url).filter((url) => url.includes("/releases/"));
    expect(again.sort()).toEqual(["/api/v1/releases/b0", "/api/v1/releases/old%20one"]);
    expect(imported()).toEqual(first);

    balrog.releases[0] = { ...balrog.releases[0], data_version: 4, blob: { ...blob, appVersion: "2.1" } };
    expect(await aus("--keep", keep)).toBe(0);
    expect(imported().releases[1]?.content).toMatchObject({ attributes: { appVersion: "2.1" } });
  });

  test("--history puts the last changes of each rule into its comment", async () => {
    const at = (day: number) => Date.UTC(2026, 9, day, 13, 4);
    const revisions = [
      { ...rule, change_id: 3, changed_by: "ada", timestamp: at(3), backgroundRate: 100 },
      { ...rule, change_id: 2, changed_by: "joe", timestamp: at(2), backgroundRate: 25 },
      { ...rule, change_id: 1, changed_by: "joe", timestamp: at(1), backgroundRate: 25, mapping: "b0" },
    ];
    const { aus, imported } = await start({
      ...contents(),
      rules: [{ ...rule, comment: "Ship it" }],
      revisions: { 7: revisions },
    });
    expect(await aus("--history", "5")).toBe(0);
    expect(imported().rules[0]?.comment).toBe(
      [
        "Ship it",
        "",
        "Changed in Balrog:",
        "2026-10-03 13:04 UTC ada: backgroundRate 25 → 100",
        "2026-10-02 13:04 UTC joe: mapping b0 → b1",
      ].join("\n"),
    );
    expect(await aus("--history", "1")).toBe(0);
    expect(imported().rules[0]?.comment).not.toContain("joe");
    expect(await aus("--history", "all")).toBe(2);
  });

  test("gives up where nothing comes, or something else than Balrog, and writes nothing", async () => {
    const { aus, written, old } = await start(contents(), { stumbles: 5 });
    expect(await aus()).toBe(1);
    expect(written.err).toContain(`${old.url}/api/v1/releases: it answers 503, 5 times. Try again later.`);
    const other = await startServer(({ url }) =>
      url === "/api/v1/releases"
        ? { status: 302, headers: { location: "https://sso.example.com/" }, body: "" }
        : { body: "x" },
    );
    const { io, written: told } = recordingIo({ url: other.url, token: "t" });
    expect(await runCli(["import", "balrog", other.url, "--yes"], io)).toBe(1);
    expect(told.err).not.toContain("Read");
    expect(told.err).toContain("sends on to https://sso.example.com/: give that address instead");
    expect(other.asked.every(({ method }) => method === "GET")).toBe(true);
  });
});

test.skipIf(!vectorsAreThere)("what a Balrog in use answers comes to the same as its dump", async () => {
  const [scenario] = readScenarios("generated").slice(1);
  const document = scenario as unknown as BalrogContents & { pins: object[]; allowlist: object };
  const { rules, releases, emergency_shutoffs } = document;
  const { aus, imported } = await start({ rules, releases, emergency_shutoffs: emergency_shutoffs ?? [] });
  expect(await aus("--replace", "--skip-invalid")).toBe(0);
  const dump = { rules, releases, emergency_shutoffs, ...allowed };
  const { configuration } = importBalrog([{ file: "dump.json", document: dump }]);
  const byName = [...configuration.releases].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(imported().releases).toEqual(byName);
  expect(imported().rules).toEqual(configuration.rules);
  expect(imported().shutOffs).toEqual(configuration.shutOffs);
});
