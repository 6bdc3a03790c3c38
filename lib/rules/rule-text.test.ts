import { expect, test } from "vitest";

import { ruleFieldsSchema, ruleSchema, type Rule } from "./rule";

import { emptyRule, readText, ruleOperation, toText } from "./rule-text";

const rule: Rule = {
  ...ruleSchema.parse({ id: 7, priority: 90, product: "Heron", channel: "beta", mig64: false }),
  rowVersion: 3,
};
const { id, rowVersion, ...fields } = rule;

test("a rule that is shown and read again is the same", () => {
  expect(readText(toText(rule)).fields).toEqual(fields);
  expect(ruleOperation(rule, fields)).toBeNull();
});

test("only what was changed is sent, with the row version that was seen", () => {
  const { fields: typed } = readText({ ...toText(rule), channel: "", priority: "95" });
  expect(typed && ruleOperation(rule, typed)).toEqual({
    entity: "rule",
    action: "update",
    key: { id },
    rowVersion,
    fields: { channel: null, priority: 95 },
  });
});

test("what a draft sets already is said anew, even when it is set back", () => {
  expect(ruleOperation(rule, ruleFieldsSchema.parse(fields), ["channel"])).toMatchObject({
    fields: { channel: "beta" },
  });
});

test("each field that cannot be read says what to write instead", () => {
  const typed = { ...emptyRule, priority: "high", backgroundRate: "101", version: "<<5", alias: "7up" };
  expect(readText(typed).errors).toMatchObject({
    priority: "Write a whole number from 0 to 1,000,000",
    backgroundRate: "Write a whole percentage from 0 to 100",
    version: expect.stringContaining("is no version") as string,
    alias: expect.stringContaining("starts with a letter") as string,
  });
});
