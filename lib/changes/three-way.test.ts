import { expect, test } from "vitest";

import { compareSides, mergedFields } from "./three-way";

const base = { priority: 90, channel: "beta", comment: null, rowVersion: 1 };
const conflict = (theirs: object | null, mine: object | null) => ({
  entity: "rule",
  key: "7",
  base,
  theirs,
  mine,
});

test("tells who changed which field", () => {
  const sides = compareSides(
    conflict({ ...base, priority: 95, channel: "release", rowVersion: 2 }, { channel: "esr", comment: "x" }),
  );
  expect(sides?.map(({ name, by }) => [name, by])).toEqual([
    ["channel", "both"],
    ["comment", "mine"],
    ["priority", "theirs"],
  ]);
  expect(sides && mergedFields(sides, { channel: "theirs" })).toEqual({ comment: "x" });
  expect(sides && mergedFields(sides, { channel: "mine" })).toEqual({ channel: "esr", comment: "x" });
});

test("the same change on both sides is no choice", () => {
  const sides = compareSides(conflict({ ...base, priority: 95, rowVersion: 2 }, { priority: 95 }));
  expect(sides?.map(({ by }) => by)).toEqual(["same"]);
});

test("there is nothing to compare with a deleted row", () => {
  expect(compareSides(conflict(null, { priority: 1 }))).toBeNull();
  expect(compareSides(conflict(base, null))).toBeNull();
});
