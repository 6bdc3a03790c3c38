import { describe, expect, test } from "vitest";

import { afterRefusal, readMessage } from "./message";

const request = { id: "build-17", request: "POST /change-sets?dryRun=1", body: { reason: "x" } };
const read = {
  id: "build-17",
  method: "POST",
  path: "change-sets?dryRun=1",
  body: { reason: "x" },
};

describe("a message", () => {
  test("is read as text, as bytes and as what the client has parsed", () => {
    const text = JSON.stringify(request);
    for (const content of [request, text, new TextEncoder().encode(text)]) {
      expect(readMessage(content, undefined)).toEqual(read);
    }
  });

  test("may leave its id to the broker", () => {
    const { id: _, ...rest } = request;
    expect(readMessage(rest, "m-1")).toMatchObject({ id: "m-1" });
    expect(readMessage(rest, undefined)).toMatch(/id, or the property message_id/);
  });

  test.each([
    ["no JSON", "{", /not JSON/],
    ["nothing", undefined, /not JSON/],
    ["another method", { ...request, request: "DELETE /rules/1" }, /POST or PUT/],
    ["another host", { ...request, request: "POST //example.com/" }, /path of the API/],
    ["a way out of the API", { ...request, request: "POST /../../sign-in" }, /plainly/],
    ["the same in disguise", { ...request, request: "POST /%2E%2e/sign-in" }, /plainly/],
    ["a field more", { ...request, extra: 1 }, /extra/],
    ["a blank in its id", { ...request, id: "a b" }, /id needs/],
  ])("with %s is refused", (_, content, why) => {
    expect(readMessage(content, "m-1")).toMatch(why);
  });
});

test("only what may pass is tried again", () => {
  expect([400, 403, 404, 409, 413, 422].map((status) => afterRefusal(status, false))).toEqual(
    Array(6).fill("set aside"),
  );
  expect([408, 429, 500, 503].map((status) => afterRefusal(status, false))).toEqual(Array(4).fill("later"));
  expect(afterRefusal(409, true)).toBe("later");
  expect(afterRefusal(401, false)).toBe("stop");
});
