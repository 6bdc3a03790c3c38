import type { ConsideredRule } from "@/lib/rules/compile";

/** How a decision came about, step by step, for people. */
export type Trace = {
  readonly steps: TraceStep[];
};

export type TraceStep =
  | { readonly step: "shut-off"; readonly product: string; readonly channel: string; readonly reason: string }
  | {
      readonly step: "throttle";
      readonly of: "everything" | "product";
      readonly rate: number;
      readonly roll: number;
    }
  | {
      readonly step: "rules";
      readonly product: string;
      readonly considered: readonly (Omit<ConsideredRule, "rule"> & {
        readonly id: number;
        readonly alias: string | null;
      })[];
    }
  | {
      readonly step: "background rate";
      readonly rule: number;
      readonly rate: number;
      /** Null: the request's `force` decided. */
      readonly roll: number | null;
      readonly takes: "mapping" | "fallback";
    }
  | { readonly step: "release"; readonly name: string; readonly says: string }
  | { readonly step: "pin"; readonly pin: string; readonly says: string }
  | {
      readonly step: "patch";
      readonly release: string;
      readonly type: "complete" | "partial";
      readonly from: string;
      readonly taken: boolean;
      /** Why it was dropped, or its URL. */
      readonly says: string;
    }
  | {
      /** Attributes that not every client of the release gets. */
      readonly step: "group";
      readonly release: string;
      /** Its place among the groups of the release, from 0 on. */
      readonly group: number;
      readonly taken: boolean;
      /** Whom it is for, and what it sets. */
      readonly says: string;
    }
  | {
      readonly step: "addon";
      readonly release: string;
      readonly id: string;
      readonly taken: boolean;
      readonly says: string;
    }
  | { readonly step: "member"; readonly bundle: string; readonly member: string; readonly says: string };
