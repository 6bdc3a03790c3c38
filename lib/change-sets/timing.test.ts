import { expect, test } from "vitest";

import type { Operation } from "@/lib/changes/operation";

import type { GivenStep } from "./steps-given";
import { rulesMeant, rulesToRamp, timingOf, withTiming, type Timing } from "./timing";

const update = (id: number, fields: object): Operation => ({
  entity: "rule",
  action: "update",
  key: { id },
  rowVersion: 3,
  fields,
});
const release: Operation = {
  entity: "release",
  action: "update",
  key: { name: "R" },
  rowVersion: 1,
  fields: { comment: "x" },
};
const hours = (count: number) => new Date(Date.UTC(2026, 10, 27, count));
const once = (...operations: Operation[]): GivenStep[] => [{ at: null, operations }];
const ramp: Timing = {
  kind: "ramp",
  rules: [14],
  steps: [
    { at: null, rate: 10 },
    { at: hours(6), rate: 25 },
    { at: hours(24), rate: 100 },
  ],
};

test("a ramp does everything with its first step, and later ones change nothing but the rate", () => {
  expect(withTiming(once(update(14, { mapping: "R" }), release), ramp)).toEqual([
    { at: null, operations: [update(14, { mapping: "R", backgroundRate: 10 }), release] },
    { at: hours(6), operations: [update(14, { backgroundRate: 25 })] },
    { at: hours(24), operations: [update(14, { backgroundRate: 100 })] },
  ]);
});

test.each<[string, Timing]>([
  ["at once", { kind: "once" }],
  ["at a time", { kind: "time", at: hours(3) }],
  ["a ramp", ramp],
  ["a ramp of two rules", { ...ramp, rules: [14, 15] }],
])("%s is recognised in the steps that came of it", (_name, timing) => {
  const steps = once(update(14, { mapping: "R" }), update(15, { mapping: "S" }), release);
  expect(timingOf(withTiming(steps, timing))).toEqual(timing);
});

test("a ramp that is to take effect at one time goes straight to its last rate", () => {
  const ramped = withTiming(once(update(14, { mapping: "R" })), ramp);
  expect(withTiming(ramped, { kind: "time", at: hours(1) })).toEqual([
    { at: hours(1), operations: [update(14, { mapping: "R", backgroundRate: 100 })] },
  ]);
});

test("a ramp can be made steeper, or of other rules", () => {
  const ramped = withTiming(once(update(14, { mapping: "R" }), update(15, { comment: "y" })), ramp);
  const steeper: Timing = {
    ...ramp,
    rules: [15],
    steps: [
      { at: null, rate: 50 },
      { at: hours(1), rate: 100 },
    ],
  };
  expect(withTiming(ramped, steeper)).toEqual([
    {
      at: null,
      operations: [
        update(14, { mapping: "R", backgroundRate: 100 }),
        update(15, { comment: "y", backgroundRate: 50 }),
      ],
    },
    { at: hours(1), operations: [update(15, { backgroundRate: 100 })] },
  ]);
});

test("steps that do different things keep what they do, and only change their times", () => {
  const steps: GivenStep[] = [
    { at: null, operations: [update(14, { mapping: "R" })] },
    { at: hours(1), operations: [update(15, { priority: 5 })] },
  ];
  expect(timingOf(steps)).toEqual({ kind: "steps", times: [null, hours(1)] });
  expect(withTiming(steps, { kind: "steps", times: [null, hours(2)] })[1]).toEqual({
    ...steps[1],
    at: hours(2),
  });
  expect(() => withTiming(steps, { kind: "once" })).toThrow("only their times");
});

test("a ramp without a rule, of a rule that does not change, or without a step is refused", () => {
  const steps = once(update(14, { mapping: "R" }));
  expect(() => withTiming(steps, { ...ramp, rules: [] })).toThrow("Choose a rule");
  expect(() => withTiming(steps, { ...ramp, rules: [99] })).toThrow("Rule 99 is not changed here");
  expect(() => withTiming(steps, { ...ramp, steps: [] })).toThrow("at least one step");
});

test("of the rules that change, a ramp means those that give something else", () => {
  const steps = once(update(14, { mapping: "R" }), update(15, { comment: "y" }), release);
  expect(rulesToRamp(steps)).toEqual([14, 15]);
  expect(rulesMeant(steps)).toEqual([14]);
  expect(rulesMeant(once(update(15, { comment: "y" })))).toEqual([15]);
});
