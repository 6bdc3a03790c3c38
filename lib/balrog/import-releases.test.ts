import { describe, expect, test } from "vitest";

import { blob, build, findingsOf, patch, scenario, withBlob } from "@/lib/testing/balrog-documents";

import { importBalrog } from "./import";

describe("a release", () => {
  test("keeps numbers and booleans as text, and its build IDs in each build", () => {
    const { configuration } = importBalrog([withBlob({ showPrompt: false, appVersion: 2 })]);
    const [release] = configuration.releases;
    expect(release?.content).toMatchObject({ attributes: { showPrompt: "false", appVersion: "2" } });
    expect(release?.builds).toMatchObject([{ buildTarget: "p", locale: "l", buildID: "20" }]);
  });

  test("of schema 1 has dialect gecko-1.8, one template for all patches and a name for each", () => {
    const partial = { from: "b0", filesize: 1, hashValue: "x" };
    const complete = { from: "*", filesize: 3, hashValue: "4" };
    const old = {
      name: "b1",
      schema_version: 1,
      hashFunction: "SHA1",
      appv: "3.6",
      extv: "3.6.13",
      detailsUrl: "http://d/?a&amp;b",
      oldVersionSpecialCases: true,
      fileUrls: { beta: "http://a.com/%FILENAME%" },
      ftpFilenames: { complete: "c.mar", partial: "p.mar" },
      platforms: { p: { buildID: "1", locales: { l: { complete, partial } } } },
    };
    const { configuration } = importBalrog([
      scenario({ releases: [{ name: "b1", product: "b", blob: old }] }),
    ]);
    expect(configuration.releases[0]?.content).toMatchObject({
      dialect: "gecko-1.8",
      oldClients: true,
      hashFunction: "SHA1",
      attributes: { version: "3.6", extensionVersion: "3.6.13", detailsURL: "http://d/?a&b" },
      urlTemplates: {
        beta: { complete: { "*": "http://a.com/%FILENAME%" }, partial: { b0: "http://a.com/%FILENAME%" } },
      },
      filenames: { complete: { "*": "c.mar" }, partial: { b0: "p.mar" } },
    });
    expect(configuration.releases[0]?.builds[0]?.patches.map(({ type, from }) => [type, from])).toEqual([
      ["complete", "*"],
      ["partial", "b0"],
    ]);
  });

  test("of schema 9 sorts its attributes and has groups of them", () => {
    const updateLine = [{ for: { channels: ["rel*"] }, fields: { promptWaitTime: 5 } }];
    const { configuration } = importBalrog([withBlob({ schema_version: 9, updateLine })]);
    expect(configuration.releases[0]?.content).toMatchObject({
      attributeOrder: "name",
      attributeGroups: [{ for: { channels: ["rel*"] }, fields: { promptWaitTime: "5" } }],
    });
  });

  test("of the name that Balrog squashes lists the clients that need it", () => {
    const name = "Firefox-mozilla-central-nightly-latest";
    const nightly = { name, product: "b", blob: { ...blob, name } };
    const { configuration } = importBalrog([scenario({ rules: [], releases: [nightly] })]);
    expect(configuration.releases[0]?.content).toMatchObject({
      squashedFor: ["20190103220533", "20190104093221"],
    });
  });

  test.each([
    ["without a size", { ...patch, filesize: undefined }, "filesize is missing"],
    ["with a size that is none", { ...patch, filesize: "big" }, "filesize: a size in bytes is expected"],
    ["without a hash", { ...patch, hashValue: undefined }, "hashValue is missing"],
  ])("loses only the build of a patch %s", (_, broken, what) => {
    const platforms = { p: { buildID: "1", locales: { l: { completes: [broken] }, m: build } } };
    const file = withBlob({ platforms });
    const field = what.split(/[ :]/)[0];
    expect(findingsOf(file)).toEqual([
      `dump.json#/releases/0/blob/platforms/p/locales/l/completes/0/${field} ${what}. p / locales / l is left out.`,
    ]);
    expect(importBalrog([file]).configuration.releases[0]?.builds.map(({ locale }) => locale)).toEqual(["m"]);
  });

  test("without platforms is left out, and its rule kept without a mapping", () => {
    expect(findingsOf(withBlob({ platforms: undefined }))).toEqual([
      "dump.json#/releases/0/blob/platforms platforms is missing. The release is left out.",
      "dump.json#/rules/0/mapping Rule 7: mapping names the release b1, which is not there. The rule is kept without mapping: no update.",
    ]);
  });

  test("of an unknown schema version is left out", () => {
    expect(findingsOf(withBlob({ schema_version: 7 }))[0]).toContain("There is no schema_version 7");
  });

  test("with the name of another is left out", () => {
    const releases = [1, 2].map(() => ({ name: "b1", product: "b", blob }));
    expect(findingsOf(scenario({ releases }))).toEqual([
      "dump.json#/releases/1 Another release is named b1. The release is left out.",
    ]);
  });

  test("with files on a forbidden host is kept, and the host named once", () => {
    const bad = { ...patch, fileUrl: "https://evil.com/x" };
    const platforms = { p: { buildID: "1", locales: { l: { completes: [bad] }, m: { completes: [bad] } } } };
    const file = withBlob({ platforms });
    expect(findingsOf(file)).toEqual([
      "dump.json#/releases/0/blob/platforms/p/locales/l b1: https://evil.com is not allowed for b (and 1 more of its URLs). The release is kept; patches from there are not served.",
    ]);
    expect(importBalrog([file]).configuration.releases[0]?.builds).toHaveLength(2);
  });

  test("whose alias leads back to itself keeps its other build targets", () => {
    const platforms = { ...blob.platforms, x: { alias: "y" }, y: { alias: "x" }, z: { alias: "p" } };
    const file = withBlob({ platforms });
    expect(findingsOf(file)).toEqual(
      ["x", "y"].map(
        (name) =>
          `dump.json#/releases/0/blob/platforms/${name}/alias ${name} stands for itself. The alias is left out.`,
      ),
    );
    expect(importBalrog([file]).configuration.releases[0]?.content).toMatchObject({
      buildTargets: { x: {}, y: {}, z: { alias: "p" } },
    });
  });

  test("with groups of attributes that contradict each other is left out", () => {
    const updateLine = [
      { for: {}, fields: { type: "minor" } },
      { for: {}, fields: { type: "major" } },
    ];
    const [finding] = findingsOf(withBlob({ schema_version: 9, updateLine }));
    expect(finding).toContain("Group 0 sets type too");
  });

  test("with a key that nobody knows says that it is ignored", () => {
    expect(findingsOf(withBlob({ colour: "red" }))).toEqual([
      "dump.json#/releases/0/blob/colour colour is not known in this schema version. It is ignored.",
    ]);
  });
});
