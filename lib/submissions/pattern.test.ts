import { describe, expect, test } from "vitest";

import { compilePattern, defaultPatterns, fillIn, readPath } from "./pattern";

const usual = defaultPatterns.map(compilePattern);

describe("the usual names", () => {
  test.each([
    [
      "heron-98.0.de.linux-x86_64.complete.mar",
      { product: "heron", version: "98.0", locale: "de", target: "linux-x86_64" },
    ],
    [
      "out/heron-97.0-98.0.en-US.Linux_x86_64-gcc3.partial.mar",
      { product: "heron", from: "97.0", to: "98.0", locale: "en-US", target: "Linux_x86_64-gcc3" },
    ],
    [
      "update/win64/ja-JP-mac/firefox-130.0b3.complete.mar",
      { product: "firefox", version: "130.0b3", locale: "ja-JP-mac", target: "win64" },
    ],
    [
      "update/mac/sr-Cyrl/my-app-128.1.0esr-128.2.0esr.partial.mar",
      { product: "my-app", from: "128.1.0esr", to: "128.2.0esr", locale: "sr-Cyrl", target: "mac" },
    ],
    [
      "heron-20241001000000-20241002000000.de.win64.partial.mar",
      { product: "heron", from: "20241001000000", to: "20241002000000", locale: "de", target: "win64" },
    ],
    ["heron-98.0.complete.mar", { product: "heron", version: "98.0" }],
  ])("%s", (path, parts) => {
    expect(readPath(path, usual)).toEqual(parts);
  });

  test.each(["setup.mar", "heron.complete.mar", "heron-98.0.de.linux.complete.mar.asc"])(
    "%s fits none",
    (path) => {
      expect(readPath(path, usual)).toBeNull();
    },
  );
});

test("a pattern of one's own takes everything else literally", () => {
  const own = [compilePattern("{locale}/app+{version} ({}).mar")];
  expect(readPath("x/de/app+98.0 (x64).mar", own)).toEqual({ locale: "de", version: "98.0" });
  expect(readPath("x/de/appp98.0 (x64).mar", own)).toBeNull();
});

test("an unknown placeholder is refused with those that there are", () => {
  expect(() => compilePattern("{lang}.mar")).toThrow(
    "no placeholder {lang}: take some of {product} {version}",
  );
});

test("templates are filled in, and what nothing says is told", () => {
  expect(fillIn("{product}-{version}-build1", { product: "Heron", version: "98.0" })).toBe(
    "Heron-98.0-build1",
  );
  expect(() => fillIn("{version}", { version: null })).toThrow("Nothing says what {version} is");
  expect(() => fillIn("{constructor}", { version: null })).toThrow("There is no {constructor}");
});
