import { expect, test } from "vitest";

import { build, check, content, release, told } from "@/lib/testing/findings";

test("attributes that are the clients' own are found", () => {
  const releases = [
    release("A", {
      content: { kind: "application", attributes: { detailsURL: "https://a.example/", installDate: "1" } },
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

test("a condition of a group that cannot be read is found where it is", () => {
  const given = { versions: ["<60.0", "=>60.0"], buildIDs: ["2020 01", ">=2020"] };
  const attributeGroups = [{ for: given, fields: { actions: "x" } }];

  expect(told(check({ releases: [release("A", content({ attributeGroups }))] }))).toEqual([
    "error bad-condition /release/0/content/attributeGroups/0/for/versions/1",
    "error bad-condition /release/0/content/attributeGroups/0/for/buildIDs/0",
  ]);
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
