import { expect, test } from "vitest";

import type { RowChange } from "@/lib/changes/row";
import { ruleFieldsSchema } from "@/lib/rules/rule";
import { check, firefox, release, told, world } from "@/lib/testing/findings";

import { checkChanges } from "./check";

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
