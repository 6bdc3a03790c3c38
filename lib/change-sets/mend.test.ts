import { expect, test } from "vitest";

import { create, operation } from "@/lib/testing/operations";

import { withMend } from "./mend";

const edit = (id: number, fields: object, rowVersion = 1) =>
  operation({ entity: "rule", action: "update", key: { id }, rowVersion, fields });
const step = (...operations: ReturnType<typeof edit>[]) => ({ at: null, operations });

test("an edit of a row that the change set speaks of joins what it says, for the version that it saw", () => {
  const steps = withMend([step(edit(1, { mapping: "A" }, 4))], edit(1, { mapping: "B" }, 5));
  expect(steps).toMatchObject([{ operations: [{ rowVersion: 4, fields: { mapping: "B" } }] }]);
});

test("of several steps it is the last that speaks of the row", () => {
  const steps = [step(edit(1, { backgroundRate: 10 })), step(edit(1, { backgroundRate: 50 }, 2))];
  const mended = withMend(steps, edit(1, { fallbackMapping: "A" }, 3));
  expect(mended.map(({ operations }) => operations.length)).toEqual([1, 1]);
  expect(mended[1]?.operations).toMatchObject([
    { rowVersion: 2, fields: { backgroundRate: 50, fallbackMapping: "A" } },
  ]);
});

test("a new row comes with the first step", () => {
  const made = create("rule", { product: "A", priority: 1 });
  expect(withMend([step(edit(1, {})), step(edit(2, {}))], made)[0]?.operations).toHaveLength(2);
});
