import { expect, test } from "vitest";

import { toFields } from "./rule-row";

const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, object])[] = [
  [
    "what says nothing of the rule is left aside",
    { data_version: 3, csrf_token: "x", rule_id: 7, when: 1 },
    {},
  ],
  ["a row that was read may come back", { data_verison: 3, allowlist: null, mapping: "b" }, { mapping: "b" }],
  ["numbers may be text", { priority: "90", backgroundRate: " 25 " }, { priority: 90, backgroundRate: 25 }],
  ["empty text is nothing", { version: " ", comment: "" }, { version: null, comment: null }],
  [
    "lists lose their blanks",
    { locale: "de, fr", osVersion: "Windows 10" },
    { locale: "de,fr", osVersion: "Windows 10" },
  ],
  ["flags may be numbers", { mig64: 1, jaws: 0 }, { mig64: true, jaws: false }],
  ["the update type has our name", { update_type: "major" }, { updateType: "major" }],
  [
    "what is unknown stays, to be refused",
    { colour: "red", whitelist: "x" },
    { colour: "red", whitelist: "x" },
  ],
];

test.each(cases)("%s", (_, body, fields) => {
  expect(toFields(body)).toEqual(fields);
});
