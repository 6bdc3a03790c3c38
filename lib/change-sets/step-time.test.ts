import { expect, test } from "vitest";

import { readStepTime } from "./step-time";

const start = Date.parse("2026-11-26T12:00Z");
const hour = 3_600_000;

test.each([
  ["now", null],
  ["", null],
  [" Now ", null],
  ["+6 h", start + 6 * hour],
  ["6h", start + 6 * hour],
  ["+1 d 12 h", start + 36 * hour],
  ["+90 min", start + 1.5 * hour],
  ["2026-11-27 09:30 UTC", Date.parse("2026-11-27T09:30Z")],
  ["2026-11-27T09:30Z", Date.parse("2026-11-27T09:30Z")],
  ["2026-11-27 09:30", new Date(2026, 10, 27, 9, 30).getTime()],
])("“%s” is a time", (text, time) => {
  expect(readStepTime(text, start)).toBe(time);
});

test.each([
  "soon",
  "6",
  "-6 h",
  "+6 h ago",
  "2026-11-31 09:30",
  "2026-11-27",
  "27.11.2026 09:30",
  "2026-11-27 25:00",
])("“%s” is none", (text) => {
  expect(readStepTime(text, start)).toBeUndefined();
});
