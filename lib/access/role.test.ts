import { expect, test } from "vitest";

import { tokenSchema } from "./role";

const token = { name: "nightly builds", scope: "push" };

test("a token's time is kept in UTC, and a text that is no time is refused", () => {
  const read = (expiresAt: string) => tokenSchema.safeParse({ ...token, expiresAt });
  expect(read("2027-01-01T01:00:00+01:00").data?.expiresAt).toBe("2027-01-01T00:00:00.000Z");
  for (const text of ["", "tomorrow", "2027-02-30T00:00:00Z", "2027-01-01"]) {
    expect(read(text).error?.issues).toMatchObject([{ path: ["expiresAt"] }]);
  }
});
