import { expect, test } from "vitest";

import { fieldChanges } from "./field-changes";

test("names the fields that changed, with both values", () => {
  expect(
    fieldChanges(
      { priority: 100, mapping: "A", comment: null },
      { priority: 100, mapping: "B", comment: "why" },
    ),
  ).toEqual([
    { path: ["mapping"], before: "A", after: "B" },
    { path: ["comment"], before: null, after: "why" },
  ]);
});

test("goes into objects and into lists of objects", () => {
  const row = (size: number) => ({ content: { attributes: { appVersion: "98.0" } }, patches: [{ size }] });
  expect(fieldChanges(row(1), row(2))).toEqual([{ path: ["patches", "0", "size"], before: 1, after: 2 }]);
});

test("keeps a list of names whole", () => {
  expect(fieldChanges({ products: ["A"] }, { products: ["A", "B"] })).toEqual([
    { path: ["products"], before: ["A"], after: ["A", "B"] },
  ]);
});

test("of a new row, names what says something", () => {
  expect(fieldChanges(null, { priority: 100, comment: null, enabled: false, groups: [], names: {} })).toEqual(
    [
      { path: ["priority"], before: undefined, after: 100 },
      { path: ["enabled"], before: undefined, after: false },
    ],
  );
});

test("of a deleted row, names what is gone", () => {
  expect(fieldChanges({ alias: "beta", jaws: null }, null)).toEqual([
    { path: ["alias"], before: "beta", after: undefined },
  ]);
});

test("shows that a value was cleared", () => {
  expect(fieldChanges({ mapping: "A" }, { mapping: null })).toEqual([
    { path: ["mapping"], before: "A", after: null },
  ]);
});

test("finds nothing between equal rows", () => {
  expect(fieldChanges({ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 1 }] } })).toEqual([]);
});
