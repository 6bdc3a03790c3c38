import { expect, test } from "vitest";

import { check, release, told, type Given } from "@/lib/testing/findings";

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
