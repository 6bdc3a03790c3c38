import { z } from "zod";

import { conditionSchemas } from "./conditions";

const releaseName = z.string().min(1);

/** What a person says of a rule. A condition that is null matches every client. */
export const ruleFieldsSchema = z.strictObject({
  alias: z
    .string()
    .regex(/^[A-Za-z][\w.-]{0,63}$/, "An alias starts with a letter and has letters, digits, '.', '_' or '-'")
    .nullable()
    .default(null),
  comment: z.string().nullable().default(null),
  enabled: z.boolean().default(true),
  /** Among the rules that match a client, the highest priority decides. */
  priority: z.int().min(0).max(1_000_000),
  /** The release for clients inside the background rate; null serves no update, on purpose. */
  mapping: releaseName.nullable().default(null),
  /** The release for clients outside the background rate; null serves them no update. */
  fallbackMapping: releaseName.nullable().default(null),
  /** The percentage of background checks, 0 to 100, that are served `mapping`. */
  backgroundRate: z.int().min(0).max(100).default(100),
  updateType: z.enum(["minor", "major"]).default("minor"),
  ...conditionSchemas,
});

export const ruleSchema = ruleFieldsSchema.extend({
  id: z.int32().positive(),
});

export type RuleFields = z.infer<typeof ruleFieldsSchema>;

/** A rule: conditions on what a client says of itself, and the release that matching clients get. */
export type Rule = z.infer<typeof ruleSchema> & {
  /** Goes up by one with every change; answered to clients as `Rule-Data-Version`. */
  readonly rowVersion: number;
};

export const conditionNames = Object.keys(conditionSchemas) as (keyof typeof conditionSchemas)[];
