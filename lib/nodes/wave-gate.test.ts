import fc from "fast-check";
import { expect, test } from "vitest";

import { passageOf, type Heard } from "./wave-gate";

const heard = (overrides: Partial<Heard> = {}): Heard => ({
  verdicts: [],
  released: false,
  waited: 0,
  patience: 30_000,
  ...overrides,
});
const passed = { node: "ams-1", passed: true };
const failed = { node: "fra-1", passed: false };

test.each([
  ["a revision of which nothing was said is waited for", {}, { kind: "wait" }],
  ["one canary's good word is enough", { verdicts: [passed] }, { kind: "take", unchecked: false }],
  ["one complaint outweighs a good word", { verdicts: [passed, failed] }, { kind: "stop", by: ["fra-1"] }],
  [
    "a complaint holds however long it lasts",
    { verdicts: [failed], waited: 1e9 },
    { kind: "stop", by: ["fra-1"] },
  ],
  [
    "what a person lets through is taken",
    { verdicts: [failed], released: true },
    { kind: "take", unchecked: false },
  ],
  ["dead canaries stop nothing for ever", { waited: 30_000 }, { kind: "take", unchecked: true }],
] as const)("%s", (_, overrides, passage) => {
  expect(passageOf(heard(overrides))).toEqual(passage);
});

const anything = fc.record({
  verdicts: fc.array(fc.record({ node: fc.string(), passed: fc.boolean() }), { maxLength: 5 }),
  released: fc.boolean(),
  waited: fc.nat(60_000),
  patience: fc.nat(60_000),
});

test("a complaint that nobody overruled is never taken, and without one no wait outlasts its time", () => {
  fc.assert(
    fc.property(anything, (facts) => {
      const { kind } = passageOf(facts);
      const complains = facts.verdicts.some((one) => !one.passed);
      expect(kind === "stop").toBe(complains && !facts.released);
      if (kind === "wait") expect(facts.waited).toBeLessThan(facts.patience);
    }),
  );
});

test("more patience never takes what less did not", () => {
  fc.assert(
    fc.property(anything, fc.nat(60_000), (facts, more) => {
      const patient = passageOf({ ...facts, patience: facts.patience + more });
      if (patient.kind === "take") expect(passageOf(facts).kind).toBe("take");
    }),
  );
});
