import { expect, test } from "vitest";

import type { State } from "@/lib/change-sets/change-set";
import { create } from "@/lib/testing/operations";

import { changeSetOf, isTokenOf, previewToken } from "./token";

const secret = "0123456789abcdef0123456789abcdef";
const setOf = (state: State, priority = 1) => ({
  id: 12,
  state,
  steps: [
    {
      ...{ position: 0, at: null, state: "pending" as const, revision: null, enactedAt: null },
      operations: [create("rule", { product: "A", priority })],
    },
  ],
});
const proposed = setOf("proposed");
const token = previewToken(proposed, secret) ?? "";

test("a token names its change set and holds for it as it is", () => {
  expect(changeSetOf(token)).toBe(12);
  expect(isTokenOf(proposed, secret, token)).toBe(true);
  expect(isTokenOf(setOf("scheduled"), secret, token)).toBe(true);
});

test("nobody makes one without the secret, and an edit makes another", () => {
  expect(isTokenOf(proposed, "another secret, as long as needed", token)).toBe(false);
  expect(isTokenOf(setOf("proposed", 2), secret, token)).toBe(false);
});

test("it ends with the change set", () => {
  for (const state of ["draft", "enacted", "cancelled", "expired", "failed"] as const) {
    expect(previewToken(setOf(state), secret)).toBeNull();
    expect(isTokenOf(setOf(state), secret, token)).toBe(false);
  }
});

test("what is no token is of no change set", () => {
  expect(["", "12", "12-", "0-x", `${token}x`, `x${token}`].map(changeSetOf)).toEqual(Array(6).fill(null));
});
