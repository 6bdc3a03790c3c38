import { expect, test } from "vitest";

import { isBeyondPin, parsePin, pinText } from "./pin";
import { parseVersion, type Version } from "./version";

const read = (text: string): Version => {
  const version = parseVersion(text);
  if (!version) throw new Error(text);
  return version;
};

test.each([
  ["60.0", "60.", false],
  ["60.99.99", "60.", false],
  ["60.0a1", "60.", false],
  ["61.0", "60.", true],
  ["60.5.1", "60.5.", false],
  ["60.6", "60.5.", true],
  ["3.6", "60.", false],
])("%s beyond %s is %s", (version, pin, expected) => {
  expect(isBeyondPin(read(version), parsePin(pin) ?? [])).toBe(expected);
});

test("leading zeros do not matter", () => {
  expect(pinText(parsePin("01.05.") ?? [])).toBe("1.5.");
});

test.each(["", "1", "1.5", "abc", "1.2.3.", " 1.", "1. "])("%j is no pin", (text) => {
  expect(parsePin(text)).toBeNull();
});
