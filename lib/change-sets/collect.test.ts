import { expect, test } from "vitest";

import { operationSchema, type Operation } from "@/lib/changes/operation";

import { collectOperations } from "./collect";

const update = (id: number, fields: object, rowVersion = 1): Operation =>
  operationSchema.parse({ entity: "rule", action: "update", key: { id }, rowVersion, fields });
const remove = (id: number, rowVersion = 1): Operation =>
  operationSchema.parse({ entity: "rule", action: "delete", key: { id }, rowVersion });
const newRule = (priority: number): Operation =>
  operationSchema.parse({ entity: "rule", action: "create", value: { priority } });
const channel = (action: "create" | "delete"): Operation =>
  operationSchema.parse(
    action === "create"
      ? { entity: "channel", action, value: { product: "Heron", name: "beta" } }
      : { entity: "channel", action, key: { product: "Heron", name: "beta" }, rowVersion: 1 },
  );

test("two edits of one rule become one, and the later value of a field wins", () => {
  const { operations, places } = collectOperations(
    [update(1, { priority: 5, enabled: false })],
    [update(1, { priority: 6 })],
  );
  expect(operations).toEqual([update(1, { priority: 6, enabled: false })]);
  expect(places).toEqual([0]);
});

test("edits of different rows stand beside each other", () => {
  expect(collectOperations([update(1, { priority: 5 })], [update(2, { priority: 6 })])).toEqual({
    operations: [update(1, { priority: 5 }), update(2, { priority: 6 })],
    places: [1],
  });
});

test("an edit made on an older row keeps that row version unless every field of it is said anew", () => {
  const before = [update(1, { priority: 5, comment: "x" }, 1)];
  const some = collectOperations(before, [update(1, { priority: 6 }, 2)]);
  expect(some.operations).toEqual([update(1, { priority: 6, comment: "x" }, 1)]);
  const all = collectOperations(before, [update(1, { priority: 6, comment: "y" }, 2)]);
  expect(all.operations).toEqual([update(1, { priority: 6, comment: "y" }, 2)]);
});

test("deleting a row takes the place of its edit, and what follows keeps its order", () => {
  const { operations, places } = collectOperations(
    [update(1, { priority: 5 }), update(2, { priority: 6 })],
    [remove(1)],
  );
  expect(operations).toEqual([remove(1), update(2, { priority: 6 })]);
  expect(places).toEqual([0]);
});

test("deleting what was only going to be created takes both away", () => {
  const { operations, places } = collectOperations(
    [channel("create"), update(2, { priority: 6 })],
    [channel("delete")],
  );
  expect(operations).toEqual([update(2, { priority: 6 })]);
  expect(places).toEqual([null]);
});

test("new rules are never taken for one another", () => {
  expect(collectOperations([newRule(1)], [newRule(1)]).operations).toHaveLength(2);
});
