import { expect, test } from "vitest";

import { ruleSchema, type Rule } from "./rule";

import { fitsTerms, readQuery } from "./query";

const still = { isPending: false, isDrafted: false };
const make = (fields: Partial<Rule>): Rule => ({
  ...ruleSchema.parse({ id: 1, priority: 1, ...fields }),
  rowVersion: 1,
});

test("reads terms, words and what is neither", () => {
  expect(readQuery('product:Heron Welsh release:"Heron 98" colour:red channel:')).toEqual({
    terms: [
      { key: "product", value: "Heron" },
      { key: "release", value: "Heron 98" },
    ],
    words: ["welsh"],
    unknown: ["colour:red"],
  });
});

test.each([
  ["channel:release", { channel: null }, true],
  ["channel:release", { channel: "release*" }, true],
  ["channel:release-cck-acme", { channel: "release" }, true],
  ["channel:beta", { channel: "release*" }, false],
  ["channel:release*", { channel: "releasetest" }, true],
  ["channel:release*", { channel: "beta" }, false],
  ["product:heron", { product: "Heron" }, true],
  ["product:Osprey", { product: "Heron" }, false],
  ["product:Osprey", { product: null }, true],
  ["version:115.0", { version: "<116.0" }, true],
  ["version:117.0", { version: "<116.0" }, false],
  ["locale:de", { locale: "cy,de" }, true],
  ["release:heron-98", { mapping: "Heron-98.0-build2" }, true],
  ["release:heron-*-build1", { mapping: "Heron-98.0-build2" }, false],
  ["release:heron-*-build2", { fallbackMapping: "Heron-98.0-build2" }, true],
  ["is:throttled", { backgroundRate: 25 }, true],
  ["is:off", { enabled: true }, false],
  ["has:fallback", { fallbackMapping: "x" }, true],
  ["has:pending", {}, false],
])("%s fits %j: %s", (query, fields, isFit) => {
  expect(fitsTerms(make(fields), readQuery(query), still)).toBe(isFit);
});

test("has:pending finds rules of drafts and of change sets that wait", () => {
  const query = readQuery("has:pending");
  expect(fitsTerms(make({}), query, { ...still, isPending: true })).toBe(true);
  expect(fitsTerms(make({}), query, { ...still, isDrafted: true })).toBe(true);
});
