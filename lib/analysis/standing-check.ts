import { z } from "zod";

/** Something that is not as it should be. */
export const foundSchema = z.strictObject({
  /** The name of an invariant, or "unreachable", "behind" or "answers" of a node. */
  name: z.string(),
  severity: z.enum(["error", "warning"]),
  /** Null: it is about all of them. */
  product: z.string().nullable(),
  detail: z.string(),
});
export type Found = z.infer<typeof foundSchema>;

/** What came of the last check of the configuration, or of one node. */
export type StandingCheck = {
  /** The node's address; null: the configuration itself. */
  readonly node: string | null;
  readonly at: Date;
  /** Of the configuration that was checked, or that the node's answers were compared with. */
  readonly revision: number;
  /** How many invariants or answers were looked at. */
  readonly checked: number;
  readonly found: readonly Found[];
};

/** What somebody may see of it. */
export type SeenCheck = StandingCheck & {
  /** How much was found that is about other products. */
  readonly hidden: number;
};

/** What was not found at the check before. */
export function newlyFound(before: StandingCheck | null, { found }: StandingCheck): readonly Found[] {
  const known = new Set(before?.found.map(keyOf));
  return found.filter((one) => !known.has(keyOf(one)));
}

const keyOf = ({ name, product }: Found) => JSON.stringify([name, product]);
