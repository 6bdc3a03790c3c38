import { z } from "zod";

import { invariantSchema } from "@/lib/invariants/invariant";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { ruleSchema } from "@/lib/rules/rule";

import {
  allowedDomainSchema,
  channelSchema,
  pinSchema,
  productSchema,
  settingsSchema,
  shutOffSchema,
} from "./configuration";

/** The fields of a row of which any may be left out. Values that are given are set, null clears, absent leaves alone. */
export function partialFields<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  // Defaults would turn "absent" into "set": each field is taken without its default.
  const fields = Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => [name, withoutDefault(field as z.ZodType)]),
  ) as { [Name in keyof Shape]: z.ZodOptional<Shape[Name]> };
  return z.strictObject(fields);
}

function withoutDefault(field: z.ZodType): z.ZodType {
  const inner = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
  return (inner as z.ZodType).optional();
}

const buildsSchema = z.array(
  partialFields(buildSchema).extend({
    buildTarget: buildSchema.shape.buildTarget,
    locale: buildSchema.shape.locale,
  }),
);

/** What is to be merged into a configuration: rows by their keys, and of each what is to be set. */
export const partialConfigurationSchema = z.strictObject({
  settings: partialFields(settingsSchema).default({}),
  products: z.array(partialFields(productSchema).extend({ name: productSchema.shape.name })).default([]),
  channels: z
    .array(
      partialFields(channelSchema).extend({
        product: channelSchema.shape.product,
        name: channelSchema.shape.name,
      }),
    )
    .default([]),
  releases: z
    .array(
      partialFields(releaseSchema).extend({
        name: releaseSchema.shape.name,
        builds: buildsSchema.default([]),
      }),
    )
    .default([]),
  rules: z.array(partialFields(ruleSchema)).default([]),
  pins: z
    .array(
      partialFields(pinSchema).extend({
        product: pinSchema.shape.product,
        channel: pinSchema.shape.channel,
        version: pinSchema.shape.version,
      }),
    )
    .default([]),
  allowedDomains: z
    .array(
      partialFields(allowedDomainSchema).extend({
        host: allowedDomainSchema.shape.host,
        pathPattern: allowedDomainSchema.shape.pathPattern,
      }),
    )
    .default([]),
  invariants: z.array(partialFields(invariantSchema).extend({ name: invariantSchema.shape.name })).optional(),
  shutOffs: z
    .array(
      partialFields(shutOffSchema).extend({
        product: shutOffSchema.shape.product,
        channel: shutOffSchema.shape.channel,
      }),
    )
    .default([]),
});

export type PartialConfiguration = z.infer<typeof partialConfigurationSchema>;
