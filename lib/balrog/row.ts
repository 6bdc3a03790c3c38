import { z } from "zod";

/** Text that Balrog's data also write as a number or a boolean. */
export const text = z
  .union([z.string(), z.number(), z.boolean()], { error: "text is expected" })
  .transform(String);

export const optionalText = text.nullish();

/** Balrog also writes 0 and 1. */
export const flag = z
  .union([z.boolean(), z.literal(0), z.literal(1)], { error: "true or false is expected" })
  .transform(Boolean)
  .nullish();

const id = z.int("a whole number is expected");

/** A row of Balrog's table of rules. Absent and null: any. */
export const ruleRow = z.object({
  rule_id: id.positive(),
  priority: id,
  alias: optionalText,
  comment: optionalText,
  mapping: optionalText,
  fallbackMapping: optionalText,
  backgroundRate: z.int("a percentage is expected").min(0).max(100).nullish(),
  update_type: optionalText,
  product: optionalText,
  channel: optionalText,
  version: optionalText,
  buildID: optionalText,
  buildTarget: optionalText,
  locale: optionalText,
  osVersion: optionalText,
  distribution: optionalText,
  distVersion: optionalText,
  instructionSet: optionalText,
  memory: optionalText,
  headerArchitecture: optionalText,
  mig64: flag,
  jaws: flag,
  data_version: z.unknown().optional(),
});

export const pinRow = z.object({
  product: z.string(),
  channel: z.string(),
  version: text,
  mapping: z.string(),
  data_version: z.unknown().optional(),
});

export const shutOffRow = z.object({
  product: z.string(),
  channel: z.string(),
  comment: optionalText,
  data_version: z.unknown().optional(),
});

/** What the scenario shape and Balrog's second API wrap a blob in. */
export const releaseRow = z.looseObject({
  name: z.string(),
  product: optionalText,
  read_only: flag,
  blob: z.record(z.string(), z.unknown()),
});

const products = z.array(z.string());

/** By host: the products, or the products by a pattern of paths. */
export const allowlist = z.record(z.string(), z.unknown());
export const allowlistEntry = z.union([products, z.record(z.string(), products)], {
  error: "a list of products, or lists of products by path pattern, is expected",
});

export type RuleRow = z.infer<typeof ruleRow>;
export type ReleaseRow = z.infer<typeof releaseRow>;
