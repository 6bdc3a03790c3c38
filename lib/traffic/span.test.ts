import { expect, test } from "vitest";

import { readSpan, stepsOf } from "./span";

const now = new Date("2026-11-26T12:34:56Z");
const none = { from: null, to: null, step: null };

test("six hours up to now are told in steps of five minutes, the first of them whole", () => {
  const span = readSpan(none, now);
  expect(span).toMatchObject({
    step: "5minutes",
    resolution: "minute",
    from: new Date("2026-11-26T06:30:00Z"),
  });
  expect(stepsOf(span)).toHaveLength(73);
});

test.each([
  [1, "minute"],
  [24, "hour"],
  [24 * 14, "6hours"],
  [24 * 90, "day"],
])("%i hours are told in steps of %s", (hours, step) => {
  expect(readSpan({ ...none, from: new Date(now.getTime() - hours * 3_600_000) }, now).step).toBe(step);
});

test("a span that ends before it begins, or has too many steps, is refused with the field", () => {
  const start = (text: string, step: "minute" | null = null) => ({ ...none, step, from: new Date(text) });
  expect(() => readSpan(start("2027-01-01"), now)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/from" })] }),
  );
  expect(() => readSpan(start("2025-01-01", "minute"), now)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/step" })] }),
  );
});
