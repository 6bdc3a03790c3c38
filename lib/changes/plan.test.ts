import { expect, test } from "vitest";

import { operationSchema } from "./operation";
import { planChanges, type KnownRows } from "./plan";
import type { Stored } from "./row";

const pin = { product: "Firefox", channel: "release", version: "1." };
const stored = { ...pin, mapping: "F-1", rowVersion: 3 } as Stored;

function plan(operations: readonly object[], known: Partial<KnownRows> = {}) {
  return planChanges(
    operations.map((operation, index) => ({
      operation: operationSchema.parse(operation),
      pointer: `/${index}`,
    })),
    { find: () => stored, lastVersion: () => 0, ...known },
  );
}

const nothingThere = { find: () => null };
const update = (mapping: string, rowVersion = 3) => ({
  entity: "pin",
  action: "update",
  key: pin,
  rowVersion,
  fields: { mapping },
});
const create = { entity: "pin", action: "create", value: { ...pin, mapping: "F-2" } };
const remove = { entity: "pin", action: "delete", key: pin, rowVersion: 3 };

test("operations on one row become one change of it, one version on", () => {
  expect(plan([update("F-2"), update("F-3")]).changes).toEqual([
    {
      entity: "pin",
      key: "Firefox/release/1.",
      before: stored,
      after: { ...stored, mapping: "F-3", rowVersion: 4 },
      origin: "/1",
    },
  ]);
});

test("what ends where it began is no change, but was touched", () => {
  const { changes, touched } = plan([update("F-2"), update("F-1")]);

  expect(changes).toEqual([]);
  expect(touched).toHaveLength(1);
});

test("a row that is deleted and made again is changed", () => {
  expect(plan([remove, create]).changes).toMatchObject([
    { before: { rowVersion: 3 }, after: { mapping: "F-2", rowVersion: 4 } },
  ]);
});

test("a row that is made and deleted again never was", () => {
  expect(plan([create, { ...remove, rowVersion: 1 }], nothingThere)).toMatchObject({
    changes: [],
    conflicts: [],
  });
});

test("a row made anew counts on from the last version of its key", () => {
  expect(plan([create], { find: () => null, lastVersion: () => 6 }).changes).toMatchObject([
    { before: null, after: { rowVersion: 7 } },
  ]);
});

test("a row that is there cannot be made", () => {
  expect(plan([create])).toMatchObject({ changes: [], errors: [{ pointer: "/0" }] });
});

test("another version than the author saw is a conflict, as is a row that is gone", () => {
  expect(plan([update("F-2", 2)])).toMatchObject({
    changes: [],
    conflicts: [{ key: "Firefox/release/1.", seen: 2, theirs: { rowVersion: 3 }, mine: { mapping: "F-2" } }],
  });
  expect(plan([remove], nothingThere).conflicts).toMatchObject([{ theirs: null, mine: null }]);
});

test("fields that are left out are left alone", () => {
  const rule = { id: 1, priority: 5, alias: "a", comment: "kept", rowVersion: 1 };
  const operation = {
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion: 1,
    fields: { alias: null },
  };

  expect(plan([operation], { find: () => rule as unknown as Stored }).changes).toMatchObject([
    { after: { alias: null, comment: "kept", priority: 5 } },
  ]);
});

test("the key of a row cannot change", () => {
  const operation = { ...update("F-2"), fields: { channel: "beta" } };

  expect(plan([operation])).toMatchObject({ changes: [], errors: [{ pointer: "/0" }] });
});
