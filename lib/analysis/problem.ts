import type { Entity, Operation } from "@/lib/changes/operation";
import type { FindingCode } from "@/lib/configuration/finding";

/** What can be wrong with a whole configuration, beside what is wrong with single rows. */
export type ProblemCode =
  | FindingCode
  | "never-matches"
  | "never-wins"
  | "wildcard-on-guarded-channel"
  | "unexplained-empty-mapping"
  | "rate-without-fallback"
  | "only-downgrades"
  | "coverage-lost"
  | "wrong-hash-length"
  | "stale-pin"
  | "wider-scope"
  | "invariant-broken"
  | "invariant-of-nobody"
  | "clients-stranded"
  | "unreachable-host"
  | "unverified-release"
  | "old-shut-off"
  | "old-change-set";

/** One thing that is wrong with a configuration: which, why, and how to mend it. */
export type Problem = {
  readonly code: ProblemCode;
  readonly severity: "error" | "warning";
  readonly where: {
    readonly entity: Entity | "changeSet";
    /** As the record names the row. */
    readonly key: string;
    /** Below the row, e.g. "mapping" or "content/attributes"; null: the row as a whole. */
    readonly field: string | null;
  };
  /** Of which product it is; null: of all. */
  readonly product: string | null;
  readonly detail: string;
  /** The edit that mends it; null where somebody has to think. */
  readonly mend: Operation | null;
};

/** Tells problems apart, so that those which a change brings can be told from those that were there. */
export function problemKey({ code, where: { entity, key, field }, detail }: Problem): string {
  return [code, entity, key, field, detail].join("\n");
}
