import { expect, test } from "vitest";

import { meaningsOf } from "./meanings";

const rule = {
  enabled: true,
  priority: 90,
  mapping: "Heron-97.0",
  fallbackMapping: null,
  backgroundRate: 25,
  product: "Heron",
  channel: "release",
  locale: null,
  version: "<97.0",
};

function changed(fields: object, versions: Readonly<Record<string, string>> = {}) {
  const row = { entity: "rule", before: rule, after: { ...rule, ...fields } };
  return meaningsOf(row, (name) => versions[name] ?? null).map(
    ({ direction, text }) => `${direction}: ${text}`,
  );
}

test.each([
  [{ backgroundRate: 50 }, "more: Rate up from 25 % to 50 % of background checks"],
  [{ backgroundRate: 0 }, "less: Rate down from 25 % to 0 % of background checks"],
  [{ enabled: false }, "less: Switched off"],
  [{ locale: "de,fr" }, "less: Narrower: locale de,fr only"],
  [{ product: null }, "more: Wider: any product, was Heron"],
  [{ channel: "release*" }, "more: Wider: channel release → release*"],
  [{ channel: "release-cck-acme" }, "less: Narrower: channel release → release-cck-acme"],
  [{ channel: "beta" }, "neutral: Other clients: channel release → beta"],
  [{ version: "<98.0" }, "more: Wider: version <97.0 → <98.0"],
  [{ version: "<=97.0" }, "more: Wider: version <97.0 → <=97.0"],
  [{ version: "<9.0" }, "less: Narrower: version <97.0 → <9.0"],
  [{ version: "97.0,98.0" }, "neutral: Other clients: version <97.0 → 97.0,98.0"],
  [{ priority: 100 }, "neutral: Tried earlier: priority 90 → 100"],
  [{ mapping: null }, "less: Release: Heron-97.0 → no update"],
])("a rule that becomes %o is told by what it means", (fields, text) => {
  expect(changed(fields)).toEqual([text]);
});

test("locales gained and lost are told apart", () => {
  const meanings = meaningsOf({
    entity: "rule",
    before: { ...rule, locale: "cy,de" },
    after: { ...rule, locale: "de,fr,it" },
  });
  expect(meanings.map(({ text }) => text)).toEqual([
    "Wider: locale also fr, it",
    "Narrower: locale no longer cy",
  ]);
});

test("another release is told with its version, and whether it is older", () => {
  const versions = { "Heron-97.0": "97.0", "Heron-9.0": "9.0" };
  expect(changed({ mapping: "Heron-9.0" }, versions)).toEqual([
    "neutral: Release: Heron-97.0 → Heron-9.0: older, 97.0 → 9.0",
  ]);
});

test("a comment means nothing for clients", () => {
  expect(changed({ comment: "another" })).toEqual([]);
});

test.each([
  ["shutOff", null, { reason: "x" }, "less: Updates go off at once"],
  ["shutOff", { reason: "x" }, null, "more: Updates are on again"],
  ["policy", { managers: 1 }, { managers: 2 }, "less: More managers have to sign: 1 → 2"],
  ["token", { revoked: false }, { revoked: true }, "less: Revoked: it can no longer be used"],
  [
    "product",
    { throttle: 100 },
    { throttle: 10 },
    "less: Throttle down from 100 % to 10 % of background checks",
  ],
  [
    "user",
    { grants: [] },
    { grants: [{ role: "manager", product: "*" }] },
    "more: Becomes manager of every product",
  ],
])("a %s is told by what it means", (entity, before, after, text) => {
  expect(meaningsOf({ entity, before, after }).map((one) => `${one.direction}: ${one.text}`)).toEqual([text]);
});
