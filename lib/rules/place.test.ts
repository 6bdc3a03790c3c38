import { expect, test } from "vitest";

import { priorityBefore } from "./place";

const rules = [
  { id: 1, priority: 100 },
  { id: 2, priority: 90 },
  { id: 3, priority: 90 },
  { id: 4, priority: 89 },
];

test.each([
  [1, 110],
  [2, 95],
  [3, 95],
  [4, null],
  [5, null],
])("before rule %i there is room at %s", (id, priority) => {
  expect(priorityBefore(rules, id)).toBe(priority);
});
