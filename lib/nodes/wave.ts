import type { NodeRun } from "./report";
import type { FoundByCanary, VerdictDetail } from "./verdict";

/** A verdict as it is kept. */
export type KeptVerdict = {
  readonly node: string;
  readonly passed: boolean;
  readonly at: Date;
  readonly detail: VerdictDetail;
};

/** Who let a revision through that canaries had stopped. */
export type Release = { readonly actor: string; readonly reason: string; readonly at: Date };

/** A finding, and whose it is. */
export type CanaryFinding = FoundByCanary & { readonly canary: string };

/** How the newest revision that changes what clients get, by more than shut-offs, comes from canaries to the rest. */
export type Wave = {
  readonly revision: number;
  /**
   * "running": nodes wait for what canaries say. "stopped": a canary found it wrong. "let through": somebody overruled
   * that. "passed": nothing stopped it, but something was found.
   */
  readonly kind: "running" | "stopped" | "let through" | "passed";
  /** The canaries that found it wrong. */
  readonly by: readonly string[];
  /** The canaries that serve it. */
  readonly canaries: readonly string[];
  /** The nodes that don't, and what they serve. */
  readonly waiting: readonly string[];
  readonly kept: readonly number[];
  /** Milliseconds that they wait at most. */
  readonly patience: number;
  readonly failures: readonly CanaryFinding[];
  readonly warnings: readonly CanaryFinding[];
  /** How much was found that is about products which the reader may not see. */
  readonly hidden: number;
  readonly release: Release | null;
  /** Whether the reader may let it through where it is stopped. */
  readonly mayRelease: boolean;
};

type Known = {
  readonly revision: number;
  readonly verdicts: readonly KeptVerdict[];
  readonly release: Release | null;
  /** The newest run of each node. */
  readonly runs: readonly NodeRun[];
  readonly canSee: (product: string | null) => boolean;
  readonly mayRelease: boolean;
};

/** Null: there is nothing to tell of it. */
export function waveOf({ revision, verdicts, release, runs, canSee, mayRelease }: Known): Wave | null {
  const reports = runs.map(({ report }) => report);
  const waiting = reports.filter(({ held }) => held?.revision === revision);
  const failures = findingsOf(verdicts, ({ failures: found }) => found);
  const warnings = findingsOf(verdicts, ({ warnings: found }) => found);
  const kind = kindOf({ verdicts, release, isWaiting: waiting.length > 0 });
  if (kind === null) return null;
  const all = [...failures, ...warnings];
  return {
    revision,
    kind,
    by: verdicts.filter(({ passed }) => !passed).map(({ node }) => node),
    canaries: reports
      .filter(({ canary, revision: serves }) => canary && serves !== null && serves >= revision)
      .map(({ name }) => name)
      .sort(),
    waiting: waiting.map(({ name }) => name).sort(),
    kept: [...new Set(waiting.flatMap(({ revision: serves }) => serves ?? []))].sort((a, b) => a - b),
    patience: Math.max(0, ...waiting.map(({ held }) => held?.patience ?? 0)),
    failures: failures.filter(({ product }) => canSee(product)),
    warnings: warnings.filter(({ product }) => canSee(product)),
    hidden: all.filter(({ product }) => !canSee(product)).length,
    release,
    mayRelease,
  };
}

type Facts = Pick<Known, "verdicts" | "release"> & { readonly isWaiting: boolean };

function kindOf({ verdicts, release, isWaiting }: Facts): Wave["kind"] | null {
  const failed = verdicts.some(({ passed }) => !passed);
  if (release) return "let through";
  if (failed) return "stopped";
  if (verdicts.length === 0) return isWaiting ? "running" : null;
  return verdicts.some(({ detail }) => detail.warnings.length > 0) ? "passed" : null;
}

function findingsOf(
  verdicts: readonly KeptVerdict[],
  found: (detail: VerdictDetail) => readonly FoundByCanary[],
): CanaryFinding[] {
  return verdicts.flatMap(({ node, detail }) => found(detail).map((one) => ({ ...one, canary: node })));
}

/** "Revision 41 was stopped by canary ams-1 (3 nodes keep revision 40)". */
export function waveInWords(wave: Wave): string {
  return words[wave.kind](wave);
}

const words: Readonly<Record<Wave["kind"], (wave: Wave) => string>> = {
  running: ({ revision, canaries, waiting, patience }) => {
    const on =
      canaries.length === 0 ? "on no canary yet" : `on ${counted(canaries.length, "canary", "canaries")}`;
    return `Revision ${revision} is ${on}; ${waits(waiting)}, at most ${patience / 1_000} s`;
  },
  stopped: ({ revision, waiting, kept, by }) => {
    const rest = waiting.length === 0 ? "" : ` (${keeps(waiting, kept)})`;
    return `Revision ${revision} was stopped by ${by.length === 1 ? "canary" : "canaries"} ${by.join(", ")}${rest}`;
  },
  "let through": ({ revision, release }) =>
    `Revision ${revision} was let through by ${release?.actor ?? "somebody"}: ${release?.reason ?? ""}`,
  passed: ({ revision }) => `Revision ${revision} passed its canaries, with warnings`,
};

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const waits = ({ length }: readonly string[]) => (length === 1 ? "1 node waits" : `${length} nodes wait`);

function keeps({ length }: readonly string[], kept: readonly number[]): string {
  const what = kept.length === 1 ? `revision ${String(kept[0])}` : "earlier revisions";
  return length === 1 ? `1 node keeps ${what}` : `${length} nodes keep ${what}`;
}
