import { expect, test } from "vitest";

import { entities, keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import { ruleFieldsSchema } from "@/lib/rules/rule";

import { checkChanges } from "./check";
import { configurationSchema, type Configuration } from "./configuration";
import type { Finding } from "./finding";
import type { World } from "./world";

type Given = Parameters<typeof configurationSchema.parse>[0] & object;

const firefox = {
  products: [{ name: "Firefox" }, { name: "Thunderbird" }, { name: "Vpn", versionOrder: "loose" }],
  allowedDomains: [
    { host: "cdn.example.com", products: ["Firefox"] },
    { host: "paths.example.com", pathPattern: "/firefox/.*", products: ["Firefox"] },
  ],
};

/** What is found when all of a configuration is made at once, on top of the products and domains above. */
function check(given: Given, options: Partial<Parameters<typeof checkChanges>[2]> = {}): Finding[] {
  const configuration = configurationSchema.parse(given);
  return checkChanges(created(configuration), world(firefox), {
    accept: [],
    wholeConfiguration: false,
    ...options,
  });
}

function world(given: Given): World {
  const { products, channels, releases, rules, pins, allowedDomains } = configurationSchema.parse(given);
  return {
    products: new Map(products.map((product) => [product.name, product])),
    channels,
    releases: new Map(releases.map((release) => [release.name, { ...release, kind: release.content.kind }])),
    rules: new Map(rules.map((rule) => [rule.id ?? 0, { ...rule, id: rule.id ?? 0, rowVersion: 1 }])),
    pins,
    allowedDomains,
  };
}

function created(configuration: Configuration): RowChange[] {
  const rows: Record<string, readonly object[]> = {
    product: configuration.products,
    channel: configuration.channels,
    allowedDomain: configuration.allowedDomains,
    release: configuration.releases,
    build: configuration.releases.flatMap(({ name, builds }) =>
      builds.map((build) => ({ ...build, release: name })),
    ),
    rule: configuration.rules.map((rule, index) => ({ id: index + 1, ...rule })),
    pin: configuration.pins,
    shutOff: configuration.shutOffs,
  };
  return entities.flatMap((entity) =>
    (rows[entity] ?? []).map((row, index) => {
      const after = { ...row, rowVersion: 1 } as Stored;
      return {
        entity,
        key: keyOf(entity, after as never),
        before: null,
        after,
        origin: `/${entity}/${index}`,
      };
    }),
  ) as RowChange[];
}

function told(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);
}

const detailsURL = "https://www.example.com/";
const release = (name: string, overrides: object = {}) => ({
  name,
  product: "Firefox",
  content: { kind: "application", attributes: { detailsURL } },
  ...overrides,
});
const content = (fields: object) => ({
  content: { kind: "application", attributes: { detailsURL }, ...fields },
});

test("a sound configuration gives no finding", () => {
  expect(
    check({
      releases: [release("F-1", { builds: [{ buildTarget: "Linux", locale: "de" }] })],
      rules: [{ priority: 1, product: "Firefox", mapping: "F-1", fallbackMapping: "F-1" }],
      pins: [{ product: "Firefox", channel: "release", version: "1.", mapping: "F-1" }],
      channels: [{ product: "Firefox", name: "release" }],
      shutOffs: [{ product: "*", channel: "*" }],
    }),
  ).toEqual([]);
});

test.each<[string, Given, string[]]>([
  ["mapping", { rules: [{ priority: 1, mapping: "None" }] }, ["error dangling-mapping /rule/0/mapping"]],
  [
    "fallback mapping",
    { rules: [{ priority: 1, fallbackMapping: "None" }] },
    ["error dangling-mapping /rule/0/fallbackMapping"],
  ],
  [
    "pin's mapping",
    { pins: [{ product: "Firefox", channel: "a", version: "1.", mapping: "None" }] },
    ["error dangling-mapping /pin/0/mapping"],
  ],
  [
    "rule's product",
    { rules: [{ priority: 1, product: "None" }] },
    ["error unknown-product /rule/0/product"],
  ],
  [
    "release's product",
    { releases: [release("F-1", { product: "None" })] },
    ["error unknown-product /release/0/product"],
  ],
  [
    "channel's product",
    { channels: [{ product: "None", name: "a" }] },
    ["error unknown-product /channel/0/product"],
  ],
  [
    "shut-off's product",
    { shutOffs: [{ product: "None", channel: "*" }] },
    ["error unknown-product /shutOff/0/product"],
  ],
  [
    "allowed domain's product",
    { allowedDomains: [{ host: "a.example", products: ["None"] }] },
    ["warning unknown-product /allowedDomain/0/products/0"],
  ],
  [
    "member of a bundle",
    { releases: [release("B", { content: { kind: "bundle", releases: ["None"] } })] },
    ["warning unknown-release /release/0/content/releases/0"],
  ],
])("a %s that there is not is found", (_, given, findings) => {
  expect(told(check(given))).toEqual(findings);
});

test("a rule or pin of one product that maps to another's release is found, unless it is accepted", () => {
  const given = {
    releases: [release("T-1", { product: "Thunderbird" })],
    rules: [
      { priority: 1, product: "Firefox", mapping: "T-1" },
      { priority: 2, mapping: "T-1" },
    ],
    pins: [{ product: "Firefox", channel: "a", version: "1.", mapping: "T-1" }],
  };

  expect(told(check(given))).toEqual([
    "error other-product /rule/0/mapping",
    "error other-product /pin/0/mapping",
  ]);
  expect(told(check(given, { accept: ["other-product"] }))).toEqual([
    "warning other-product /rule/0/mapping",
    "warning other-product /pin/0/mapping",
  ]);
});

test("two rules of one alias are found", () => {
  const rules = [
    { priority: 1, alias: "a" },
    { priority: 2, alias: "a" },
  ];

  expect(told(check({ rules }))).toEqual(["error duplicate /rule/0/alias", "error duplicate /rule/1/alias"]);
});

test("a version that the product's order cannot read is found", () => {
  const rule = { ...ruleFieldsSchema.parse({ priority: 1, product: "Firefox" }), version: "60" };
  const change = {
    entity: "rule",
    key: "1",
    before: null,
    after: { ...rule, id: 1, rowVersion: 1 },
    origin: "",
  };
  const options = { accept: [], wholeConfiguration: false } as const;

  expect(told(checkChanges([change as RowChange], world(firefox), options))).toEqual([
    "error bad-condition /version",
  ]);
});

const meeting = (a: object, b: object) =>
  check({
    rules: [
      { priority: 5, ...a },
      { priority: 5, ...b },
    ],
  }).filter(({ code }) => code === "equal-priority").length > 0;

test.each<[object, object, boolean]>([
  [{ product: "Firefox" }, { product: "Thunderbird" }, false],
  [{ product: "Firefox" }, {}, true],
  [{ channel: "beta" }, { channel: "release" }, false],
  [{ channel: "release*" }, { channel: "release-cck-partner" }, true],
  [{ channel: "release" }, { channel: "release-cck-partner" }, true],
  [{ channel: "release" }, { channel: "releasetest" }, false],
  [{ version: "<60.0" }, { version: ">=60.0" }, false],
  [{ version: "<60.0" }, { version: ">59.0" }, true],
  [{ version: "<=60.0" }, { version: ">=60.0" }, true],
  [{ version: "60.*" }, { version: "<60.0" }, true],
  [{ version: "60.*" }, { version: "61.*" }, false],
  [{ version: "60.*" }, { version: "60.0.1" }, true],
  [{ buildID: "<2020" }, { buildID: ">=2020" }, false],
  [{ buildID: "<2021" }, { buildID: ">2020" }, true],
  [{ locale: "de,fr" }, { locale: "en-US" }, false],
  [{ locale: "de,fr" }, { locale: "fr" }, true],
  [{ mig64: true }, { mig64: false }, false],
  [{ mig64: true }, {}, true],
  [{ enabled: false }, {}, false],
  [{ osVersion: "Windows_NT 5" }, { osVersion: "Darwin" }, true],
])("rules of one priority with %j and %j can meet: %s", (a, b, expected) => {
  expect(meeting(a, b)).toBe(expected);
});

const build = (url: string) => ({
  buildTarget: "Linux",
  locale: "de",
  patches: [{ type: "complete", from: "*", size: 1, hashValue: "", url }],
});

test.each([
  ["https://cdn.example.com/x.mar", true],
  ["http://cdn.example.com/x.mar", true],
  ["https://paths.example.com/firefox/x.mar", true],
  ["https://paths.example.com/other/x.mar", false],
  ["https://elsewhere.example/x.mar", false],
  ["https://cdn.example.com:8443/x.mar", false],
  ["https://cdn.example.com@elsewhere.example/x.mar", false],
  ["https://cdn.example.com.elsewhere.example/x.mar", false],
  ["https://cdn.example.com./x.mar", false],
  ["https:\\\\cdn.example.com\\x.mar", false],
  ["ftp://cdn.example.com/x.mar", false],
  ["javascript:alert(1)", false],
  ["//cdn.example.com/x.mar", false],
])("a patch may come from %s: %s", (url, allowed) => {
  const findings = told(check({ releases: [release("F-1", { builds: [build(url)] })] }));

  expect(findings).toEqual(allowed ? [] : ["error forbidden-host /build/0/patches/0/url"]);
});

test("a host that is allowed for another product only is forbidden", () => {
  const releases = [
    release("T-1", { product: "Thunderbird", builds: [build("https://cdn.example.com/x.mar")] }),
  ];

  expect(told(check({ releases }))).toEqual(["error forbidden-host /build/0/patches/0/url"]);
});

test("URL templates and files of add-ons and JSON products are checked as well", () => {
  const bad = "https://elsewhere.example/x";
  const file = { url: "https://cdn.example.com/x", hashValue: "", size: 1, mirrorURLs: [bad] };
  const releases = [
    release("A", content({ urlTemplates: { "*": { complete: { "*": `${bad}/%LOCALE%` } } } })),
    release(
      "B",
      content({ urlTemplates: { "*": { complete: { "*": "https://paths.example.com/%LOCALE%" } } } }),
    ),
    release("C", {
      content: {
        kind: "plugins",
        hashFunction: "sha512",
        addons: { gmp: { version: "1", files: { Linux: file } } },
      },
    }),
    release("D", {
      content: {
        kind: "json",
        version: "1",
        required: false,
        hashFunction: "sha512",
        files: { Linux: { url: bad, hashValue: "" } },
      },
    }),
  ];

  expect(told(check({ releases }))).toEqual([
    "error forbidden-host /release/0/content/urlTemplates/*/complete/*",
    "error forbidden-host /release/2/content/addons/gmp/files/Linux/mirrorURLs/0",
    "error forbidden-host /release/3/content/files/Linux/url",
  ]);
});

test("attributes that are the clients' own are found", () => {
  const releases = [
    release("A", {
      content: { kind: "application", attributes: { detailsURL, installDate: "1" } },
      builds: [{ buildTarget: "Linux", locale: "de", attributes: { state: "x" } }],
    }),
  ];

  expect(told(check({ releases }))).toEqual([
    "error bad-attribute /release/0/content/attributes/installDate",
    "error bad-attribute /build/0/attributes/state",
  ]);
});

const groups = (a: object, b: object) =>
  check({
    releases: [
      release(
        "A",
        content({
          attributeGroups: [
            { for: a, fields: { actions: "x" } },
            { for: b, fields: { actions: "y" } },
          ],
        }),
      ),
    ],
  }).length > 0;

test.each<[object, object, boolean]>([
  [{}, {}, true],
  [{ locales: ["de"] }, { locales: ["fr"] }, false],
  [{ locales: ["de"] }, { locales: ["de", "fr"] }, true],
  [{ channels: ["beta"] }, { channels: ["release*"] }, false],
  [{ channels: ["rel*"] }, { channels: ["release"] }, true],
  [{ versions: ["<60.0"] }, { versions: [">=60.0"] }, false],
  [{ versions: ["<60.0"] }, { versions: ["59.0.1"] }, true],
  [{ versions: ["<60.0"], locales: ["de"] }, { versions: ["59.0"], locales: ["fr"] }, false],
  [{ locales: ["de"] }, { channels: ["beta"] }, true],
])("groups for %j and %j that set one field are refused: %s", (a, b, expected) => {
  expect(groups(a, b)).toBe(expected);
});

test("a patch says only once what it has a field for", () => {
  const patch = {
    type: "complete",
    from: "*",
    size: 1,
    hashValue: "",
    attributes: { size: "2", other: "x" },
  };
  const builds = [{ buildTarget: "Linux", locale: "de", patches: [patch] }];

  expect(told(check({ releases: [release("A", { builds })] }))).toEqual([
    "error bad-attribute /build/0/patches/0/attributes/size",
  ]);
});

test("a build target that stands for itself, by way of others, is found", () => {
  const buildTargets = { a: { alias: "b" }, b: { alias: "a" }, c: { alias: "d" } };

  expect(told(check({ releases: [release("A", content({ buildTargets }))] }))).toEqual([
    "error alias-cycle /release/0/content/buildTargets/a/alias",
    "error alias-cycle /release/0/content/buildTargets/b/alias",
  ]);
});

test("a pattern that cannot be read is found, and does not hinder the rest", () => {
  const given = {
    allowedDomains: [{ host: "a.example", pathPattern: "(", products: ["Firefox"] }],
    releases: [release("A", { builds: [build("https://cdn.example.com/x")] })],
  };

  expect(told(check(given))).toEqual(["error bad-pattern /allowedDomain/0/pathPattern"]);
});

test("partials from a release that there is not are told once for each release", () => {
  const partial = { type: "partial", from: "None", size: 1, hashValue: "" };
  const builds = ["de", "fr"].map((locale) => ({ buildTarget: "Linux", locale, patches: [partial] }));

  expect(told(check({ releases: [release("A", { builds })] }))).toEqual([
    "warning unused-partial /build/0/patches/0/from",
  ]);
});

test("builds belong to application releases", () => {
  const bundle = { content: { kind: "bundle" }, builds: [{ buildTarget: "Linux", locale: "de" }] };

  expect(told(check({ releases: [release("A", bundle)] }))).toEqual(["error no-builds-here /build/0"]);
});

test("a release without details is warned about", () => {
  expect(told(check({ releases: [release("A", { content: { kind: "application" } })] }))).toEqual([
    "warning no-details-url /release/0/content/attributes",
  ]);
});

const used = {
  ...firefox,
  releases: [release("F-1"), release("T-1", { product: "Thunderbird" })],
  rules: [{ id: 7, priority: 1, product: "Firefox", mapping: "F-1" }],
  pins: [{ product: "Firefox", channel: "a", version: "1.", mapping: "F-1" }],
};

function deletion(entity: "release" | "product", key: string): RowChange {
  const before = { name: key, product: "Firefox", content: { kind: "bundle" }, rowVersion: 1 };
  return { entity, key, before, after: null, origin: "/x" } as unknown as RowChange;
}

test("what is still used cannot be deleted, and the finding says by what", () => {
  const options = { accept: [], wholeConfiguration: true } as const;

  expect(checkChanges([deletion("release", "F-1")], world(used), options)).toMatchObject([
    { code: "in-use", pointer: "/x", detail: expect.stringContaining("rule 7, pin Firefox/a/1.") as string },
  ]);
  expect(checkChanges([deletion("product", "Thunderbird")], world(used), options)).toMatchObject([
    { code: "in-use", detail: expect.stringContaining("release T-1") as string },
  ]);
  expect(checkChanges([deletion("release", "T-1")], world(used), options)).toEqual([]);
});
