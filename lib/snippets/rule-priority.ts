import type { ConfiguredRule } from "@/lib/configuration/configuration";
import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";
import { compileConditions } from "@/lib/rules/match";
import { conditionNames, type RuleFields } from "@/lib/rules/rule";

import type { Demand } from "./demand";
import { narrow } from "./narrow";
import { writeRule, type PlannedRule } from "./rule-plan";
import { updateUrl } from "./tree";

/** Between rules, so that people can put others there. */
const step = 10;
const lowest = 100;

export type GivenRule = { readonly rule: RuleFields; readonly isNew: boolean };

type Mapped = { readonly rule: PlannedRule; readonly mapping: string | null };

type Surroundings = {
  readonly demands: readonly Demand[];
  readonly existing: readonly ConfiguredRule[];
  /** Take existing rules of equal content. */
  readonly reuse: boolean;
};

/** Gives planned rules their priorities: in their order, above every existing rule that may match the same clients. */
export function giveRules(rules: readonly Mapped[], { demands, existing, reuse }: Surroundings): GivenRule[] {
  const plain = rules.map(({ rule, mapping }) => writeRule(rule, 0, mapping));
  const reused = plain.map((rule) =>
    reuse ? existing.find((other) => hasSameContent(rule, other)) : undefined,
  );
  const others = existing.filter((rule) => !reused.includes(rule));
  // A release limits its rule to its own builds: that is enough unless another rule had something to offer.
  const hides = highestRival(demands, others) !== null;
  const given = rules.map(({ rule, mapping }, index): GivenRule => {
    const same = reused[index];
    if (same) return { rule: same, isNew: false };
    return { rule: writeRule(hides ? narrow(rule, demands) : rule, 0, mapping), isNew: true };
  });
  const highest = highestRival(demands, existing);
  const base = highest === null ? lowest : (Math.floor(highest / step) + 1) * step;
  let left = given.filter(({ isNew }) => isNew).length;
  return given.map(({ rule, isNew }) =>
    isNew ? { rule: { ...rule, priority: base + step * --left }, isNew } : { rule, isNew },
  );
}

const compared = [
  "mapping",
  "updateType",
  "enabled",
  "backgroundRate",
  "fallbackMapping",
  ...conditionNames,
] as const;

function hasSameContent(rule: RuleFields, other: ConfiguredRule): boolean {
  return compared.every((name) => rule[name] === other[name]);
}

/** The highest priority of an existing rule that some client in one of these states could meet; null: none. */
function highestRival(demands: readonly Demand[], existing: readonly ConfiguredRule[]): number | null {
  const queries = demands.flatMap(({ state }) => {
    const request = parseUpdateUrl(updateUrl(state));
    return request.kind === "query" ? [request.query] : [];
  });
  let highest: number | null = null;
  for (const rule of existing) {
    if (!rule.enabled || (highest !== null && rule.priority <= highest)) continue;
    if (couldMeet(rule, queries)) highest = rule.priority;
  }
  return highest;
}

/** What a snippet's state does not tell may be anything. */
const untold = {
  osVersion: null,
  distribution: null,
  distVersion: null,
  instructionSet: null,
  memory: null,
  headerArchitecture: null,
  mig64: null,
  jaws: null,
} as const;

function couldMeet(rule: ConfiguredRule, queries: readonly UpdateQuery[]): boolean {
  const conditions = [false, true].map((loose) =>
    compileOrNone({ ...rule, ...untold }, loose ? "loose" : "mozilla"),
  );
  return conditions.some((all) => all && queries.some((query) => all.every(({ matches }) => matches(query))));
}

function compileOrNone(rule: ConfiguredRule, order: "mozilla" | "loose") {
  try {
    return compileConditions(rule, order);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
