import { sumCounts } from "@/lib/changes/count";
import type { Enacted, GivenSignOff } from "@/lib/changes/service";
import type { Examined } from "@/lib/changes/service-examine";
import { missingFrom, roleToSignIn, type Requirement } from "@/lib/policies/requirements";

import type { Draft } from "./service-insert";
import { requirementsOfAll } from "./service-settle";

export type Told = Pick<Enacted, "dryRun" | "counts" | "warnings" | "requirements"> & {
  /** Who has to sign yet. */
  readonly missing: readonly Requirement[];
};

export function told(
  examined: readonly Examined[],
  { draftOf, dryRun }: { draftOf: Draft; dryRun: boolean },
): Told {
  const requirements = requirementsOfAll(examined);
  return {
    dryRun,
    counts: sumCounts(examined.map(({ counts }) => counts)),
    warnings: examined.flatMap(({ warnings }) => warnings),
    requirements,
    missing: missingFor(draftOf, requirements),
  };
}

/** The author's own sign-off: one, in the lowest role that is asked for and that they hold. */
export function ownSignOff({ actor, sign }: Draft, requirements: readonly Requirement[]): GivenSignOff[] {
  if (actor.kind !== "person" || !sign) return [];
  const role = roleToSignIn(requirements, actor.grants);
  return role === null ? [] : [{ email: actor.email, role }];
}

export function missingFor(draft: Draft, requirements: readonly Requirement[]): Requirement[] {
  const { actor } = draft;
  if (actor.kind === "system") return [];
  const grants = actor.kind === "person" ? actor.grants : [];
  return missingFrom(
    requirements,
    ownSignOff(draft, requirements).map((signOff) => ({ ...signOff, grants })),
  );
}
