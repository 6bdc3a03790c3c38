import fc from "fast-check";
import compareMozilla from "mozilla-version-comparator";
import { describe, expect, test } from "vitest";

import { compareVersionTexts, parseVersion } from "./version";

const sign = (a: string, b: string) => Math.sign(compareVersionTexts(a, b, "mozilla") ?? NaN);

describe("Mozilla's order", () => {
  test("puts versions of all times in the order in which they came out", () => {
    const inOrder = [
      "1.5.0.12",
      "2.0.0.20",
      "3.0.19",
      "3.6.3plugin1",
      "3.6.3",
      "3.6.13",
      "4.0b1",
      "4.0b12",
      "4.0rc2",
      "4.0",
      "51.0.1",
      "60.0a1",
      "60.0a2",
      "60.0",
      "60.0.1",
      "60.0.10",
      "60.10",
      "100.0",
    ];
    for (const [i, older] of inOrder.entries()) {
      expect(sign(older, older)).toBe(0);
      for (const newer of inOrder.slice(i + 1)) {
        expect([older, newer, sign(older, newer)]).toEqual([older, newer, -1]);
        expect([newer, older, sign(newer, older)]).toEqual([newer, older, 1]);
      }
    }
  });

  test("takes a missing patch number for 0", () => {
    expect(sign("3.6", "3.6.0")).toBe(0);
  });

  test("agrees with Mozilla's own comparison for released versions and alphas", () => {
    const part = fc.integer({ min: 5, max: 150 });
    const version = fc
      .tuple(part, part, fc.option(part), fc.option(fc.integer({ min: 1, max: 12 })))
      .map(([a, b, c, alpha]) => `${a}.${b}${c === null ? "" : `.${c}`}${alpha === null ? "" : `a${alpha}`}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(sign(a, b)).toBe(Math.sign(compareMozilla(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    "60",
    "60.",
    "60.0b1",
    "5.0b1",
    "128.0esr",
    "1.5.10.12",
    "60.0a",
    "abc",
    "",
    " 60.0",
    "60.*",
    "1.2.3.4.5",
  ])("cannot read %j", (text) => {
    expect(parseVersion(text)).toBeNull();
  });
});

describe("the loose order", () => {
  test.each([
    ["0.5.0.0", "0.10.0.0", -1],
    ["1.0", "1.0.0", -1],
    ["1.0beta10", "1.0beta2", 1],
    ["2.0", "2.0", 0],
  ])("compares %s with %s: %i", (a, b, expected) => {
    expect(Math.sign(compareVersionTexts(a, b, "loose") ?? NaN)).toBe(expected);
  });

  test("does not compare numbers with letters", () => {
    expect(compareVersionTexts("2.0.1", "2.0.a", "loose")).toBeNull();
  });
});
