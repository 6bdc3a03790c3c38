import { expect, test } from "vitest";

import { keysOfAnswer, keysToPurge } from "./cache-key";

const named = () => ["release", "beta", "rel*", "release-cck-partner", "nightly"];

test("an answer has the keys of its product and channel, in letters that every cache takes", () => {
  expect(keysOfAnswer("Firefox", "release")).toEqual(["aus3", "aus3/Firefox", "aus3/Firefox/release"]);
  expect(keysOfAnswer("Fire fox,é", null)).toEqual([
    "aus3",
    "aus3/Fire=20fox=2c=c3=a9",
    "aus3/Fire=20fox=2c=c3=a9/~",
  ]);
  expect(keysOfAnswer(null, null)).toEqual(["aus3", "aus3/~", "aus3/~/~"]);
});

test.each([
  ["a channel", "release", ["aus3/Firefox/release", "aus3/Firefox/release-cck-partner", "aus3/Firefox/~"]],
  ["a channel without partners", "beta", ["aus3/Firefox/beta", "aus3/Firefox/~"]],
  ["a wildcard", "release*", ["aus3/Firefox/release", "aus3/Firefox/release-cck-partner", "aus3/Firefox/~"]],
  ["a channel that nothing else names", "esr", ["aus3/Firefox/esr", "aus3/Firefox/~"]],
  ["every channel", null, ["aus3/Firefox"]],
  ["every channel, as shut-offs write it", "*", ["aus3/Firefox"]],
])("what concerns %s goes, and nothing else", (_, channel, keys) => {
  expect(keysToPurge([{ product: "Firefox", channel }], named)).toEqual(keys);
});

test("wider keys stand for narrower ones", () => {
  const beta = { product: "Firefox", channel: "beta" };
  expect(keysToPurge([beta, { product: "Firefox", channel: null }], named)).toEqual(["aus3/Firefox"]);
  expect(keysToPurge([beta, { product: null, channel: "beta" }], named)).toEqual(["aus3"]);
  expect(keysToPurge([], named)).toEqual([]);
});
