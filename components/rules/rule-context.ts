import type { NamedRelease, NamedReleases } from "@/lib/rules/sentence";
import type { Rule } from "@/lib/rules/rule";

export type FoundRelease = NamedRelease & { readonly name: string };

/** What forms of rules know besides the rule. */
export type RuleSurroundings = {
  readonly rules: readonly Rule[];
  readonly products: readonly string[];
  readonly channels: readonly string[];
  /** The releases that rules map to. */
  readonly named: NamedReleases;
  /** Releases of a product (null: any) whose names hold a text, the newest first. */
  readonly complete: (product: string | null, text: string) => Promise<readonly FoundRelease[]>;
};
