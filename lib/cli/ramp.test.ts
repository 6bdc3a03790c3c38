import { expect, test } from "vitest";

import { readRamp } from "./ramp";

const start = new Date("2026-11-26T12:00:00Z");

test("the times of the steps count from the start", () => {
  expect(readRamp("10, 25@6h,100@2d", start)).toEqual({
    rate: 10,
    later: [
      { rate: 25, at: new Date("2026-11-26T18:00:00Z") },
      { rate: 100, at: new Date("2026-11-28T12:00:00Z") },
    ],
  });
});

test.each([
  ["10", "every step after the first says when"],
  ["10,25", "every step after the first says when"],
  ["10@1h,25@6h", "the first step has no @"],
  ["10,25@6h,50@6h", "each step comes after the one before it"],
  ["10,250@6h", '"250" is no percentage'],
  ["10,25@6", "is no length of time"],
  ["", "every step after the first says when"],
])("%j is refused: %s", (text, message) => {
  expect(() => readRamp(text, start)).toThrow(message);
});
