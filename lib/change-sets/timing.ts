import type { Operation } from "@/lib/changes/operation";
import { Refusal } from "@/lib/errors";

import type { GivenStep } from "./steps-given";

/** A rate of background checks, and from when on. */
export type RampStep = {
  /** Null: as soon as it is approved. */
  readonly at: Date | null;
  /** A percentage. */
  readonly rate: number;
};

/** How the operations of a change set are spread over time. */
export type Timing =
  | { readonly kind: "once" }
  | { readonly kind: "time"; readonly at: Date }
  /** Everything with the first step, in which these rules get its rate; the later steps change only their rate. */
  | { readonly kind: "ramp"; readonly rules: readonly number[]; readonly steps: readonly RampStep[] }
  /** Steps that do different things: only their times can be told. */
  | { readonly kind: "steps"; readonly times: readonly (Date | null)[] };

type RuleUpdate = Extract<Operation, { entity: "rule"; action: "update" }>;

function isRuleUpdate(operation: Operation): operation is RuleUpdate {
  return operation.entity === "rule" && operation.action === "update";
}

function rateOf({ fields }: RuleUpdate): number | null {
  return fields.backgroundRate ?? null;
}

function isRateAlone(operation: Operation): operation is RuleUpdate {
  return isRuleUpdate(operation) && Object.keys(operation.fields).length === 1 && rateOf(operation) !== null;
}

/** The rules whose rate a ramp can raise, in order: those that are there and change with the first step. */
export function rulesToRamp(steps: readonly GivenStep[]): number[] {
  return [...new Set((steps[0]?.operations ?? []).filter(isRuleUpdate).map(({ key }) => key.id))];
}

/** Those of them that change what they give or to how many, or else all. */
export function rulesMeant(steps: readonly GivenStep[]): number[] {
  const updates = (steps[0]?.operations ?? []).filter(isRuleUpdate);
  const meant = updates.filter(
    ({ fields }) => fields.mapping !== undefined || fields.backgroundRate !== undefined,
  );
  return [...new Set((meant.length > 0 ? meant : updates).map(({ key }) => key.id))];
}

export function timingOf(steps: readonly GivenStep[]): Timing {
  const [first] = steps;
  if (steps.length <= 1) return first?.at ? { kind: "time", at: first.at } : { kind: "once" };
  return rampOf(steps) ?? { kind: "steps", times: steps.map(({ at }) => at) };
}

function rampOf([first, ...later]: readonly GivenStep[]): Timing | null {
  const rules = idsOf(later[0]?.operations ?? []);
  const start = (first?.operations ?? []).filter(isRuleUpdate).filter(({ key }) => rules.includes(key.id));
  const rates = [start, ...later.map(({ operations }) => operations)].map(commonRate);
  const isRamp =
    rules.length > 0 &&
    start.length === rules.length &&
    later.every(({ operations }) => operations.every(isRateAlone) && sameIds(idsOf(operations), rules));
  if (!isRamp || !first) return null;
  const steps = [first, ...later].flatMap(({ at }, index) => {
    const rate = rates[index];
    return typeof rate === "number" ? [{ at, rate }] : [];
  });
  return steps.length === rates.length ? { kind: "ramp", rules, steps } : null;
}

function idsOf(operations: readonly Operation[]): number[] {
  return operations.filter(isRuleUpdate).map(({ key }) => key.id);
}

function sameIds(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}

/** The rate that all of these set; null where they differ. */
function commonRate(operations: readonly Operation[]): number | null {
  const rates = new Set(operations.filter(isRuleUpdate).map(rateOf));
  const [rate = null] = rates;
  return rates.size === 1 ? rate : null;
}

/**
 * Spreads operations over time anew. What was a ramp and is to take effect at one time goes straight to its last rate.
 *
 * @throws Refusal "invalid", with pointers below `/kind`, `/rules` and `/steps`
 */
export function withTiming(steps: readonly GivenStep[], timing: Timing): GivenStep[] {
  const now = timingOf(steps);
  if (timing.kind === "steps") {
    return steps.map(({ operations }, index) => ({ operations, at: timing.times[index] ?? null }));
  }
  if (now.kind === "steps") {
    throw refusal("/kind", "Its steps do different things: only their times can be changed");
  }
  const operations = atOnce(steps, now);
  if (timing.kind !== "ramp") return [{ at: timing.kind === "time" ? timing.at : null, operations }];
  return ramped(operations, timing);
}

function atOnce(steps: readonly GivenStep[], now: Timing): readonly Operation[] {
  const operations = steps[0]?.operations ?? [];
  const last = now.kind === "ramp" ? now.steps.at(-1) : undefined;
  return now.kind === "ramp" && last ? atRate(operations, now.rules, last.rate) : operations;
}

function atRate(operations: readonly Operation[], rules: readonly number[], rate: number): Operation[] {
  return operations.map((operation) =>
    isRuleUpdate(operation) && rules.includes(operation.key.id)
      ? { ...operation, fields: { ...operation.fields, backgroundRate: rate } }
      : operation,
  );
}

function ramped(
  operations: readonly Operation[],
  { rules, steps: [first, ...later] }: Extract<Timing, { kind: "ramp" }>,
): GivenStep[] {
  if (!first) throw refusal("/steps", "Name at least one step");
  if (rules.length === 0) throw refusal("/rules", "Choose a rule whose rate is to rise in steps");
  const known = idsOf(operations);
  const strange = rules.find((id) => !known.includes(id));
  if (strange !== undefined) {
    throw refusal("/rules", `Rule ${strange} is not changed here: choose one that is`);
  }
  // Each names the version that its author saw: steps of one change set do not conflict with each other.
  const ramping = operations.filter(isRuleUpdate).filter(({ key }) => rules.includes(key.id));
  return [
    { at: first.at, operations: atRate(operations, rules, first.rate) },
    ...later.map(({ at, rate }) => ({
      at,
      operations: ramping.map((update): Operation => ({ ...update, fields: { backgroundRate: rate } })),
    })),
  ];
}

function refusal(pointer: string, detail: string): Refusal {
  return new Refusal("invalid", detail, { errors: [{ pointer, detail }] });
}
