import { expect, test } from "vitest";

import { rampTemplates, readRamp } from "./ramp-text";

const now = Date.parse("2026-11-26T12:00Z");
const hour = 3_600_000;

test("times count from the first step, which may come later", () => {
  const read = readRamp(
    [
      { rate: "10", at: "2026-11-27 09:00 UTC" },
      { rate: "100 %", at: "+6 h" },
    ],
    now,
  );
  const first = Date.parse("2026-11-27T09:00Z");
  expect(read).toEqual([
    { rate: 10, at: first, problems: {} },
    { rate: 100, at: first + 6 * hour, problems: {} },
  ]);
});

test("templates have nothing wrong with them, and end with everybody", () => {
  for (const { steps } of rampTemplates) {
    const read = readRamp(steps, now);
    expect(read.map(({ problems }) => problems)).toEqual(steps.map(() => ({})));
    expect(read.at(-1)?.rate).toBe(100);
  }
});

test.each([
  ["101", "+6 h", { rate: expect.stringContaining("from 0 to 100") as string }],
  ["2.5", "+6 h", { rate: expect.stringContaining("whole percentage") as string }],
  ["50", "2026-11-26 11:59 UTC", { at: expect.stringContaining("has passed") as string }],
  ["50", "soon", { at: expect.stringContaining("+6 h") as string }],
  ["50", "now", { at: expect.stringContaining("Only the first step") as string }],
  ["50", "+1 h", { at: expect.stringContaining("after the step before it") as string }],
])("“%s %%” at “%s” is refused with the remedy", (rate, at, problems) => {
  const read = readRamp(
    [
      { rate: "10", at: "now" },
      { rate: "20", at: "+2 h" },
      { rate, at },
    ],
    now,
  );
  expect(read[2]?.problems).toEqual(problems);
});
