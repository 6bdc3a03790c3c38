import { expect, test } from "vitest";

import type { Stored } from "@/lib/changes/row";

import { operationTo, takeBack } from "./inverse";

const product = (overrides: object = {}) =>
  ({
    name: "Heron",
    comment: null,
    throttle: 100,
    versionOrder: "mozilla",
    rowVersion: 1,
    ...overrides,
  }) as Stored;

const place = { entity: "product", key: "Heron" } as const;

test.each([
  ["says the same, whatever its row version", product({ rowVersion: 7 }), product(), null],
  ["is there and was not", product(), null, { action: "delete", key: { name: "Heron" }, rowVersion: 1 }],
  [
    "is not there and was",
    null,
    product({ throttle: 5, rowVersion: 3 }),
    { action: "create", value: { name: "Heron", comment: null, throttle: 5, versionOrder: "mozilla" } },
  ],
  [
    "says something else",
    product({ rowVersion: 4 }),
    product({ throttle: 5 }),
    { action: "update", key: { name: "Heron" }, rowVersion: 4, fields: { throttle: 5 } },
  ],
])("a row that %s", (_, now, target, operation) => {
  expect(operationTo("product", now, target)).toEqual(operation && { entity: "product", ...operation });
});

const before = product();
const after = product({ throttle: 50, rowVersion: 2 });

test("a row that says what the revision left goes back, however often it was changed in between", () => {
  expect(
    takeBack({ ...place, before, after, now: product({ throttle: 50, rowVersion: 9 }) }, false),
  ).toMatchObject({
    kind: "operation",
    operation: { action: "update", rowVersion: 9, fields: { throttle: 100 } },
  });
});

test("a row that says already what it did before needs nothing", () => {
  expect(takeBack({ ...place, before, after, now: product({ rowVersion: 3 }) }, false)).toEqual({
    kind: "nothing",
  });
});

test.each([
  [{ throttle: 70 }, false],
  [{ throttle: 50, comment: "new" }, true],
  [{ throttle: 70, comment: "new" }, false],
])("a row that others made %j is a conflict, disjoint: %s", (fields, isDisjoint) => {
  const now = product({ rowVersion: 3, ...fields });

  expect(takeBack({ ...place, before, after, now }, false)).toEqual({
    kind: "conflict",
    conflict: {
      ...place,
      base: after,
      theirs: now,
      mine: { name: "Heron", comment: null, throttle: 100, versionOrder: "mozilla" },
    },
    isDisjoint,
  });
  expect(takeBack({ ...place, before, after, now }, true).kind).toBe(isDisjoint ? "operation" : "conflict");
});

test("a deleted row that somebody made anew is a conflict", () => {
  const taken = takeBack(
    { ...place, before, after: null, now: product({ throttle: 1, rowVersion: 3 }) },
    true,
  );
  expect(taken).toMatchObject({ kind: "conflict", conflict: { base: null }, isDisjoint: false });
});
