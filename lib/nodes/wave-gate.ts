/** What a canary said of a revision. */
export type Said = { readonly node: string; readonly passed: boolean };

/** What a node that waits for canaries knows of a revision. */
export type Heard = {
  readonly verdicts: readonly Said[];
  /** Somebody let it through whatever canaries say. */
  readonly released: boolean;
  /** Milliseconds that this node has waited for a verdict, and waits at most. */
  readonly waited: number;
  readonly patience: number;
};

export type Passage =
  /** "unchecked": no canary said anything in time. */
  | { readonly kind: "take"; readonly unchecked: boolean }
  | { readonly kind: "wait" }
  /** By the canaries whose checks failed. */
  | { readonly kind: "stop"; readonly by: readonly string[] };

/** Whether a node takes a revision. Canaries that are dead hold nothing up for ever; one that complains does. */
export function passageOf({ verdicts, released, waited, patience }: Heard): Passage {
  if (released) return { kind: "take", unchecked: false };
  const by = verdicts.filter(({ passed }) => !passed).map(({ node }) => node);
  if (by.length > 0) return { kind: "stop", by: by.sort() };
  if (verdicts.length > 0) return { kind: "take", unchecked: false };
  return waited >= patience ? { kind: "take", unchecked: true } : { kind: "wait" };
}

/**
 * The kinds of rows that decide what clients get, as the record names them; releases and builds do where something maps
 * to them. Shut-offs are not among these: they never wait.
 */
export const gatedEntities = ["settings", "product", "rule", "pin", "allowedDomain"] as const;
export const gatedWhenMapped = ["release", "build"] as const;

/** A revision that a node does not serve, as it reports it. */
export type Held = {
  /** The newest that changes what clients get by more than shut-offs. */
  readonly revision: number;
  readonly kind: "waits" | "stopped";
  /** The canaries that stopped it. */
  readonly by: readonly string[];
  /** The revision whose shut-offs clients meet all the same. */
  readonly shutOffs: number;
  /** Milliseconds that it waits at most. */
  readonly patience: number;
  /** Why it can't know what canaries say; null: it can. */
  readonly problem: string | null;
};
