import { z } from "zod";

/** How much of a kind a verdict names. */
export const mostTold = 10;

/** Something that a canary found. */
export const foundByCanarySchema = z.strictObject({
  /** The name of an invariant, or "answers". */
  name: z.string().max(200),
  /** Null: it is about all of them. */
  product: z.string().max(200).nullable(),
  detail: z.string().max(1_000),
});

/** What a canary says of a revision beside whether others may take it. */
export const verdictDetailSchema = z.strictObject({
  /** How many invariants and how many answers were looked at. */
  invariants: z.int().min(0),
  answers: z.int().min(0),
  /** Why others should not take it. */
  failures: z.array(foundByCanarySchema).max(mostTold),
  /** What does not hold and stops nobody. */
  warnings: z.array(foundByCanarySchema).max(mostTold),
  /** For how many clients blocking invariants don't hold: what was let through once stops no later revision. */
  broken: z.record(z.string(), z.int().min(1)),
});

/** What a canary found of a revision. */
export const verdictSchema = verdictDetailSchema.extend({
  revision: z.int().min(1),
  hash: z.string().max(200),
  passed: z.boolean(),
});

export type FoundByCanary = z.infer<typeof foundByCanarySchema>;
export type VerdictDetail = z.infer<typeof verdictDetailSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
