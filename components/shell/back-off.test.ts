import { expect, test } from "vitest";

import { backOff } from "./back-off";

test("each wait is up to twice as long as the one before, and none is longer than ten seconds", () => {
  expect([0, 1, 2, 3, 4, 50].map((failures) => backOff(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
  ]);
});

test("pages that were cut off together come back spread over half of the wait", () => {
  expect([0, 0.5, 1].map((chance) => backOff(2, chance))).toEqual([2_000, 3_000, 4_000]);
});
