import { expect, test } from "vitest";

import { isSameOrigin } from "./same-origin";

const host = "aus.example.com";

test.each([
  ["a browser's own page", { origin: "https://aus.example.com", "sec-fetch-site": "same-origin" }, true],
  ["an old browser's own page", { origin: "https://aus.example.com" }, true],
  ["another site's page", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false],
  ["an old browser on another site", { origin: "https://evil.example" }, false],
  ["a page of a sibling host", { origin: "https://www.example.com", "sec-fetch-site": "same-site" }, false],
  ["a sandboxed frame", { origin: "null" }, false],
  ["whatever does not say", {}, false],
] as const)("%s may use a session to change things: %s", (_, headers, expected) => {
  expect(isSameOrigin(new Headers({ host, ...headers }), undefined)).toBe(expected);
});

test("behind a proxy that changes the host the service's own URL counts", () => {
  const headers = new Headers({ host: "127.0.0.1:3000", origin: "https://aus.example.com" });

  expect(isSameOrigin(headers, "https://aus.example.com/")).toBe(true);
});
