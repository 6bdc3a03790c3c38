import { expect, test } from "vitest";

import { isPublicRoute } from "./public-route";

test.each([
  "/update/3/x",
  "/update",
  "/update/",
  "/update?force=1",
  "//update/3/x",
  "/update2/3/x",
  "/json/1/x",
])("%s is for clients", (url) => {
  expect(isPublicRoute(url)).toBe(true);
});

test.each(["/", "/updates", "/updatefoo/3", "/UPDATE/3/x", "/jsonp/1", "/api/v1/update/3"])(
  "%s is not for clients",
  (url) => {
    expect(isPublicRoute(url)).toBe(false);
  },
);
