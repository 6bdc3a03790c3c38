import type { FormOutcome } from "@/components/ui/outcome";

/** What became of switching updates off or on. */
export type Switched = FormOutcome & {
  /** Null: it took effect. */
  readonly waiting: { readonly changeSet: number; readonly missing: readonly string[] } | null;
};

export type Switch = (fields: Readonly<Record<string, string>>) => Promise<Switched>;
