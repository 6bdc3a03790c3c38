import type { ShownChangeSet } from "@/components/changes/change-set-view";
import type { RateCurve } from "@/components/changes/rate-timeline";
import { holdsSomewhere } from "@/lib/access/can";
import type { Person } from "@/lib/access/role";
import type { StepDiff } from "@/lib/change-sets/service-diff";
import type { ChangeSetDetail } from "@/lib/change-sets/service-read";
import { isAuthor } from "@/lib/change-sets/change-set";
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

/** The rates of rules that several steps change, or one at its time. */
function curvesOf({ steps }: ChangeSetDetail, diffs: readonly StepDiff[]): RateCurve[] {
  if (steps.length === 1 && (steps[0]?.at ?? null) === null) return [];
  const curves = new Map<string, RateCurve & { points: RateCurve["points"][number][] }>();
  for (const [index, step] of steps.entries()) {
    for (const { entity, key, before, after } of diffs[index]?.rows ?? []) {
      const [was, is] = [rateIn(before), rateIn(after)];
      if (entity !== "rule" || is === null || was?.rate === is.rate) continue;
      const curve = curves.get(key) ?? {
        rule: is.alias ?? `rule ${key}`,
        from: was?.rate ?? null,
        points: [],
      };
      curve.points.push({ at: iso(step.enactedAt ?? step.at), rate: is.rate, state: step.state });
      curves.set(key, curve);
    }
  }
  return [...curves.values()];
}

function rateIn(row: unknown): { rate: number; alias: string | null } | null {
  if (typeof row !== "object" || row === null) return null;
  const { backgroundRate: rate, alias } = row as Readonly<Record<string, unknown>>;
  return typeof rate === "number" ? { rate, alias: typeof alias === "string" ? alias : null } : null;
}
