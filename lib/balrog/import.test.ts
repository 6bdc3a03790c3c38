import { describe, expect, test } from "vitest";

import { blob, findingsOf, rule, scenario } from "@/lib/testing/balrog-documents";

import { importBalrog } from "./import";

describe("a document", () => {
  test("of good data has no findings", () => {
    expect(findingsOf(scenario())).toEqual([]);
  });

  test("gives every name that it mentions a product, and every exact channel a channel", () => {
    const { configuration } = importBalrog([
      scenario({
        rules: [
          { ...rule, channel: "beta" },
          { ...rule, rule_id: 8, product: "Guardian", channel: "rel*" },
        ],
        emergency_shutoffs: [{ product: "off", channel: "release" }],
      }),
    ]);
    expect(configuration.products.map(({ name, versionOrder }) => [name, versionOrder])).toEqual([
      ["Guardian", "loose"],
      ["b", "mozilla"],
      ["off", "mozilla"],
    ]);
    expect(configuration.channels.map(({ product, name }) => [product, name])).toEqual([["b", "beta"]]);
  });

  test("that is none of Balrog's is reported with its file", () => {
    expect(findingsOf({ file: "x.json", document: { a: 1 } })).toEqual([
      "x.json# This is no document of Balrog's. The file is left out.",
    ]);
  });

  test("of several configurations is taken only when one is chosen", () => {
    const document = {
      scenarios: [
        { id: "one", rules: [] },
        { id: "two", ...(scenario().document as object) },
      ],
    };
    expect(findingsOf({ file: "s.json", document })).toEqual([
      "s.json#/scenarios The file holds 2 configurations. The file is left out.",
    ]);
    for (const chosen of ["two", "2"]) {
      const { configuration } = importBalrog([{ file: "s.json", document }], { scenario: chosen });
      expect(configuration.releases).toHaveLength(1);
    }
  });
});

describe("the public API's answers", () => {
  const rules = { file: "rules.json", document: { count: 1, rules: [rule] } };

  test("are the rules, and one bare blob per release whose product the rules tell", () => {
    const { configuration, findings } = importBalrog([rules, { file: "b1.json", document: blob }]);
    expect(configuration.rules.map(({ id, mapping }) => [id, mapping])).toEqual([[7, "b1"]]);
    expect(configuration.releases.map(({ name, product }) => [name, product])).toEqual([["b1", "b"]]);
    expect(findings.map(({ severity, path }) => [severity, path])).toEqual([
      ["error", "b1.json#/platforms/p/locales/l"],
    ]);
  });

  test("without anything that tells a release's product are reported", () => {
    expect(findingsOf({ file: "b1.json", document: blob })).toEqual([
      "b1.json#/product Nothing tells the product of b1. The release is left out.",
    ]);
  });

  test("take a release's product from the list of releases", () => {
    const list = { count: 1, releases: [{ name: "b1", product: "c", data_version: 3 }] };
    const { configuration } = importBalrog([
      { file: "releases.json", document: list },
      { file: "b1.json", document: blob },
    ]);
    expect(configuration.releases.map(({ product }) => product)).toEqual(["c"]);
  });
});

describe("a rule", () => {
  test("has background rate 100 and update type minor where Balrog has null", () => {
    const nulls = { ...rule, backgroundRate: null, update_type: null, channel: null };
    const { configuration } = importBalrog([scenario({ rules: [nulls] })]);
    expect(configuration.rules[0]).toMatchObject({ backgroundRate: 100, updateType: "minor", channel: null });
  });

  test.each([
    ["version", "60.0esr"],
    ["version", "=60.0"],
    ["buildID", "> 2020"],
    ["memory", "2 GB"],
  ])("whose %s is %s is left out, with its id, field and remedy", (field, value) => {
    const { configuration, findings } = importBalrog([scenario({ rules: [{ ...rule, [field]: value }] })]);
    expect(configuration.rules).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: "error", path: `dump.json#/rules/0/${field}` });
    expect(findings[0]?.what).toContain(`Rule 7: ${field}: "${value}"`);
  });

  test("of a product of the loose order may name versions that only this order reads", () => {
    const rules = [
      { ...rule, mapping: null, product: "Guardian", version: "<0.10.10.1" },
      { ...rule, rule_id: 8, version: "<0.10.10.1" },
    ];
    const { configuration, findings } = importBalrog([scenario({ rules })]);
    expect(configuration.rules.map(({ id }) => id)).toEqual([7]);
    expect(findings.map(({ path }) => path)).toEqual(["dump.json#/rules/1/version"]);
  });

  test("whose mapping is not there is kept without it", () => {
    const file = scenario({ rules: [{ ...rule, mapping: "gone", fallbackMapping: "b1" }] });
    expect(importBalrog([file]).configuration.rules[0]).toMatchObject({
      mapping: null,
      fallbackMapping: "b1",
    });
    expect(findingsOf(file)).toEqual([
      "dump.json#/rules/0/mapping Rule 7: mapping names the release gone, which is not there. The rule is kept without mapping: no update.",
    ]);
  });

  test("may map to a release that is there already", () => {
    const { configuration: existing } = importBalrog([scenario()]);
    const { findings } = importBalrog([{ file: "rules.json", document: { rules: [rule] } }], { existing });
    expect(findings).toEqual([]);
  });

  test("with the id of another is left out, one with its alias loses the alias", () => {
    const rules = [{ ...rule, alias: "a" }, rule, { ...rule, rule_id: 8, alias: "a" }];
    expect(findingsOf(scenario({ rules }))).toEqual([
      "dump.json#/rules/1/rule_id Another rule has the id 7. The rule is left out.",
      "dump.json#/rules/2/alias Rule 8: another rule has the alias a. The rule is kept without its alias.",
    ]);
  });
});

describe("pins, shut-offs and allowed domains", () => {
  test("are taken over, pins in their normal form", () => {
    const { configuration, findings } = importBalrog([
      scenario({
        pins: [{ product: "b", channel: "release", version: "01.", mapping: "b1" }],
        emergency_shutoffs: [{ product: "b", channel: "release", comment: "stop" }],
        allowlist: { "a.com": ["b"], "g.com": { "/x/.*": ["b"], "/.*": ["c"] } },
        specialForceHosts: ["http://a.com"],
      }),
    ]);
    expect(findings).toEqual([]);
    expect(configuration.pins).toEqual([{ product: "b", channel: "release", version: "1.", mapping: "b1" }]);
    expect(configuration.shutOffs).toEqual([
      { product: "b", channel: "release", buildTarget: null, version: null, locale: null, reason: "stop" },
    ]);
    expect(configuration.settings.forceHosts).toEqual(["http://a.com"]);
    expect(
      configuration.allowedDomains.map(({ host, pathPattern, position }) => [host, pathPattern, position]),
    ).toEqual([
      ["a.com", "", 0],
      ["g.com", "/x/.*", 0],
      ["g.com", "/.*", 1],
    ]);
  });

  test("that cannot be are left out and named", () => {
    const pin = { product: "b", channel: "c", version: "1.", mapping: "b1" };
    const pins = [pin, pin, { ...pin, version: "1" }, { ...pin, version: "2.", mapping: "gone" }];
    const broken = scenario({
      pins,
      allowlist: { "a.com": ["b"], "A.com": ["b"], "c.com": [], "d.com": { "(": ["b"] } },
    });
    const { findings, configuration } = importBalrog([broken]);
    expect(configuration.pins).toHaveLength(1);
    expect(findings.map(({ path }) => path)).toEqual([
      "dump.json#/pins/1",
      "dump.json#/pins/2/version",
      "dump.json#/pins/3/mapping",
      "dump.json#/allowlist/A.com",
      "dump.json#/allowlist/c.com",
      "dump.json#/allowlist/d.com/(",
    ]);
  });
});
