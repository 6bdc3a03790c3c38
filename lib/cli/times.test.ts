import { describe, expect, test } from "vitest";

import { readDuration, readFuture, readInstant, shownTime } from "./times";

const now = new Date("2026-11-26T12:00:00Z");

describe("a length of time", () => {
  test.each([
    ["90min", 90],
    ["6h", 360],
    ["1d 12h", 2_160],
    ["1w", 10_080],
  ])("%s is %i minutes", (text, minutes) => {
    expect(readDuration(text, "--timeout")).toBe(minutes * 60_000);
  });

  test.each(["", "6", "h", "six hours", "6h ago", "-6h"])("%j is none", (text) => {
    expect(() => readDuration(text, "--timeout")).toThrow("--timeout");
  });
});

describe("a time that lies ahead", () => {
  test.each([
    ["in 3h", "2026-11-26T15:00:00.000Z"],
    ["2026-11-27", "2026-11-27T00:00:00.000Z"],
    ["2026-11-26T14:30+02:00", "2026-11-26T12:30:00.000Z"],
  ])("%s", (text, iso) => {
    expect(readFuture(text, "--at", now).toISOString()).toBe(iso);
  });

  test.each([
    ["2026-11-26T14:30", "is no time"],
    ["tomorrow", "is no time"],
    ["2026-13-01", "is no time"],
    ["2026-11-26T12:00Z", "has passed"],
  ])("%s is refused: it %s", (text, message) => {
    expect(() => readFuture(text, "--at", now)).toThrow(message);
  });
});

test.each([
  ["17", "17"],
  ["now", "now"],
  ["3h ago", "2026-11-26T09:00:00.000Z"],
  ["2026-11-01", "2026-11-01T00:00:00.000Z"],
])("the instant %s is asked for as %s", (text, wanted) => {
  expect(readInstant(text, "--to", now)).toBe(wanted);
});

test.each(["0", "yesterday", "3 moons ago", ""])("%j is no instant", (text) => {
  expect(() => readInstant(text, "--to", now)).toThrow("--to");
});

test("times are shown in UTC, with seconds where there are any", () => {
  expect(shownTime("2026-11-26T12:00:00Z")).toBe("2026-11-26 12:00 UTC");
  expect(shownTime("2026-11-26T12:00:05Z")).toBe("2026-11-26 12:00:05 UTC");
});
