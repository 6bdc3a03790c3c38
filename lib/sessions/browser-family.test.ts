import { expect, test } from "vitest";

import { browserFamily } from "./browser-family";

const webKit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/138.0.0.0 Safari/537.36`, "Chrome on Windows"],
  ["something else", "Unknown browser"],
  ["  ", "Unknown browser"],
  [null, "Unknown browser"],
])("%s is shown as %s", (userAgent, shown) => {
  expect(browserFamily(userAgent)).toBe(shown);
});
