import type { ShownChangeSet } from "@/components/changes/change-set-view";
import type { RateCurve } from "@/components/changes/rate-timeline";
import type { RampRule, ShownTiming } from "@/components/changes/timing";
import { holdsSomewhere } from "@/lib/access/can";
import type { Person } from "@/lib/access/role";
import type { RowDiff, StepDiff } from "@/lib/change-sets/service-diff";
import type { ChangeSetDetail } from "@/lib/change-sets/service-read";
import { isAuthor } from "@/lib/change-sets/change-set";
import { rulesMeant, rulesToRamp, timingOf } from "@/lib/change-sets/timing";
import { roleToSignIn } from "@/lib/policies/requirements";
import type { NamedReleases } from "@/lib/rules/sentence";

import { inWords } from "../../entries";

type Told = { detail: ChangeSetDetail; diffs: readonly StepDiff[]; names: NamedReleases };

/** A change set as its page shows it to somebody. */
export function toShown(actor: Person, { detail, diffs, names }: Told): ShownChangeSet {
  const { id, rowVersion, state, reason, author, source, products, failure, restores, steps } = detail;
  return {
    ...{ id, rowVersion, state, reason, author, source, products, failure, restores },
    expiresAt: iso(detail.expiresAt),
    createdAt: detail.createdAt.toISOString(),
    pending: steps
      .filter((step) => step.state === "pending")
      .map(({ position, at, operations }) => ({ position, at: iso(at), operations: operations.length })),
    timing: timingShown(steps.filter((step) => step.state === "pending")),
    rampRules: rampRulesOf(detail, diffs),
    hasEnactedSteps: steps.some((step) => step.state === "enacted"),
    ...signingOf(actor, detail),
    steps: steps.map((step, index) => {
      const diff = diffs[index];
      return {
        position: step.position,
        at: iso(step.at),
        enactedAt: iso(step.enactedAt),
        state: step.state,
        revision: step.revision,
        entries: (diff?.rows ?? []).map((row) => inWords(row, names)),
        builds: diff?.builds ?? [],
        more: diff?.more ?? 0,
        problems: step.problems.map(({ detail: text }) => text),
      };
    }),
    curves: curvesOf(detail, diffs),
    conflicts: steps.flatMap(({ conflicts }) => conflicts),
    events: detail.events.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
  };
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

type Steps = ChangeSetDetail["steps"];

function timingShown(pending: Steps): ShownTiming {
  const timing = timingOf(pending);
  switch (timing.kind) {
    case "once":
      return timing;
    case "steps":
      return { kind: "steps" };
    case "time":
      return { kind: "time", at: timing.at.toISOString() };
    case "ramp":
      return { ...timing, steps: timing.steps.map(({ at, rate }) => ({ at: iso(at), rate })) };
  }
}

function rampRulesOf({ steps }: ChangeSetDetail, diffs: readonly StepDiff[]): RampRule[] {
  const pending = steps.filter(({ state }) => state === "pending");
  const rows = diffs.find(({ position }) => position === pending[0]?.position)?.rows ?? [];
  const meant = rulesMeant(pending);
  return rulesToRamp(pending).map((id) => {
    const row = rows.find(({ entity, key }) => entity === "rule" && key === String(id));
    return {
      id,
      name: nameOf(String(id), row?.after),
      from: rateIn(row?.before),
      gives: textIn(row?.after, "mapping"),
      others: textIn(row?.after, "fallbackMapping"),
      meant: meant.includes(id),
    };
  });
}

function textIn(row: unknown, field: string): string | null {
  const value = ((row ?? {}) as Readonly<Record<string, unknown>>)[field];
  return typeof value === "string" ? value : null;
}

function signingOf(actor: Person, detail: ChangeSetDetail) {
  const { requirements, missing, signOffs, may } = detail;
  return {
    may: { ...may, askForChanges: holdsSomewhere(actor.grants, "driver") },
    isLastSignOff: missing.reduce((sum, { count }) => sum + count, 0) === 1,
    canSignWithProposal:
      isAuthor(actor, { ...detail, accept: [] }) && roleToSignIn(missing, actor.grants) !== null,
    requirements: requirements.map(({ role, product, count, given }) => ({ role, product, count, given })),
    signOffs: signOffs.map(({ email, role, at, void: lost }) => ({
      email,
      role,
      at: at.toISOString(),
      void: lost,
    })),
  };
}

type Point = RateCurve["points"][number];

/** The rates of rules that several steps change, or one at its time. */
function curvesOf({ steps }: ChangeSetDetail, diffs: readonly StepDiff[]): RateCurve[] {
  const isAtOnce = steps.every(({ at }) => at === null) && steps.length === 1;
  if (isAtOnce) return [];
  const curves = new Map<string, RateCurve & { points: Point[] }>();
  for (const [index, { at, enactedAt, state }] of steps.entries()) {
    for (const { key, before, after } of diffs[index]?.rows.filter(changesRate) ?? []) {
      const curve = curves.get(key) ?? { rule: nameOf(key, after), from: rateIn(before), points: [] };
      curve.points.push({ at: iso(enactedAt ?? at), rate: rateIn(after) ?? 0, state });
      curves.set(key, curve);
    }
  }
  return [...curves.values()];
}

function changesRate({ entity, before, after }: RowDiff): boolean {
  const rate = rateIn(after);
  return entity === "rule" && rate !== null && rate !== rateIn(before);
}

function rateIn(row: unknown): number | null {
  const { backgroundRate: rate } = (row ?? {}) as Readonly<Record<string, unknown>>;
  return typeof rate === "number" ? rate : null;
}

function nameOf(key: string, row: unknown): string {
  const { alias } = (row ?? {}) as Readonly<Record<string, unknown>>;
  return typeof alias === "string" ? alias : `rule ${key}`;
}
