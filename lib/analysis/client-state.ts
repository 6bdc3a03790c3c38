import type { LocaleGroup, Shipped } from "./shipped";

/** "mapping": whoever asks, or falls inside every rate. "fallback": whoever falls outside. */
export type Branch = "mapping" | "fallback";

/** Clients that have the same and are answered alike. */
export type ClientState = {
  readonly group: LocaleGroup;
  readonly osVersion: string;
  readonly has: Shipped;
  /** How many builds (build target × locale) clients of this state have. */
  readonly count: number;
};

/** What a state is answered. */
export type Hop =
  | { readonly kind: "to"; readonly state: ClientState }
  | {
      readonly kind: "stays";
      readonly reason: string;
      /** The release that its rule maps to; null: none. */
      readonly mapped: string | null;
    }
  | { readonly kind: "desupported"; readonly release: string };

export type Answered = Readonly<Record<Branch, Hop>> & { readonly rule: number | null };
