import type { Impact } from "@/lib/analysis/impact";
import type { Requirement } from "@/lib/policies/requirements";

import type { Io } from "./io";
import { table } from "./output";
import type { RowChange } from "./row-changes";

export type Counts = Record<
  string,
  { created: number; updated: number; deleted: number; unchanged?: number }
>;

/** What the API answers to a change. */
export type Written = {
  readonly kind: "enacted" | "waiting" | "scheduled" | "draft" | "dryRun";
  readonly changeSet: number | null;
  readonly revision: number | null;
  /** Of a scheduled one: when its next step takes effect. */
  readonly next?: string | null;
  readonly counts: Counts;
  readonly warnings?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly requirements?: readonly Requirement[];
  readonly missing?: readonly Requirement[];
  /** Of a dry run: row by row. */
  readonly changes?: readonly RowChange[];
  /** Of a dry run that was asked for it. */
  readonly impact?: Impact;
};

const actions = ["created", "updated", "deleted"] as const;

export function changes(counts: Counts): [entity: string, Counts[string]][] {
  return Object.entries(counts).filter(([, count]) => actions.some((action) => count[action] > 0));
}

/** How many rows of each kind. */
export function describeCounts(io: Io, counts: Counts): string {
  const rows = changes(counts).map(([entity, count]) => [
    entity,
    ...actions.map((action) => String(count[action])),
  ]);
  return rows.length === 0 ? "Nothing to change." : table(io, ["", ...actions], rows);
}
