import type { FileUser, VerifiedClient } from "./plan";

/** What can be wrong, by the names that release tooling has for it. */
export const causes = [
  "no answer",
  "bad answer",
  "no update",
  "missing locale",
  "wrong build ID",
  "wrong version",
  "patch type missing",
  "partial larger than complete",
  "redirect",
  "no file",
  "bad status",
  "HTML instead of a file",
  "wrong size",
  "wrong hash",
] as const;
export type Cause = (typeof causes)[number];

export type Fault = { readonly cause: Cause; readonly detail: string };

/** A fault, and whom it is about: a client state, or a file with the builds that have it. */
export type Failure = Fault & {
  readonly client: VerifiedClient | null;
  /** The address that was asked. */
  readonly url: string | null;
  readonly users: readonly FileUser[];
};

/** How often each cause was met, the most frequent first. */
export function countCauses(failures: readonly Pick<Failure, "cause">[]): [Cause, number][] {
  const counts = new Map<Cause, number>();
  for (const { cause } of failures) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** Such as "3 × wrong size, 1 × redirect". */
export function causesInWords(failures: readonly Pick<Failure, "cause">[]): string {
  return countCauses(failures)
    .map(([cause, count]) => `${count} × ${cause}`)
    .join(", ");
}

/** Such as "1 fault" or "12 faults". */
export function faultsInWords(count: number): string {
  return count === 1 ? "1 fault" : `${count} faults`;
}
