import { z } from "zod";

import {
  allowedDomainSchema,
  channelSchema,
  pinSchema,
  productSchema,
  settingsSchema,
  shutOffSchema,
} from "@/lib/configuration/configuration";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { ruleFieldsSchema, ruleSchema } from "@/lib/rules/rule";

const rowVersion = z.int().positive();

/** Values that are given are set, null clears, absent leaves alone. */
function changed<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  // Defaults would turn "absent" into "set": a change takes each field without its default.
  const fields = Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => [name, withoutDefault(field as z.ZodType)]),
  ) as { [Name in keyof Shape]: z.ZodOptional<Shape[Name]> };
  return z.strictObject(fields);
}

function withoutDefault(field: z.ZodType): z.ZodType {
  const inner = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
  return (inner as z.ZodType).optional();
}

const ruleKey = z.strictObject({ id: z.int().positive() });
const releaseKey = z.strictObject({ name: z.string() });
const buildKey = z.strictObject({ release: z.string(), buildTarget: z.string(), locale: z.string() });
const productKey = z.strictObject({ name: z.string() });
const channelKey = z.strictObject({ product: z.string(), name: z.string() });
const pinKey = z.strictObject({ product: z.string(), channel: z.string(), version: z.string() });
const allowedDomainKey = z.strictObject({ host: z.string(), pathPattern: z.string().default("") });
const shutOffKey = z.strictObject({ product: z.string(), channel: z.string() });
const settingsKey = z.strictObject({});

function operations<Entity extends string, Key extends z.ZodType, Shape extends z.ZodRawShape>(
  entity: Entity,
  key: Key,
  value: z.ZodObject<Shape>,
) {
  return [
    z.strictObject({ entity: z.literal(entity), action: z.literal("create"), value }),
    z.strictObject({
      entity: z.literal(entity),
      action: z.literal("update"),
      key,
      rowVersion,
      fields: changed(value),
    }),
    z.strictObject({ entity: z.literal(entity), action: z.literal("delete"), key, rowVersion }),
  ] as const;
}

/**
 * One change of one row. Changes and deletions carry the row version that their author saw:
 * a row that has moved on since then is a conflict, never overwritten.
 */
export const operationSchema = z.union([
  ...operations("rule", ruleKey, ruleFieldsSchema.extend({ id: ruleSchema.shape.id.optional() })),
  ...operations("release", releaseKey, releaseSchema),
  ...operations("build", buildKey, buildSchema.extend({ release: z.string().min(1) })),
  ...operations("product", productKey, productSchema),
  ...operations("channel", channelKey, channelSchema),
  ...operations("pin", pinKey, pinSchema),
  ...operations("allowedDomain", allowedDomainKey, allowedDomainSchema),
  ...operations("shutOff", shutOffKey, shutOffSchema),
  z.strictObject({
    entity: z.literal("settings"),
    action: z.literal("update"),
    key: settingsKey,
    rowVersion,
    fields: changed(settingsSchema),
  }),
]);

export type Operation = z.infer<typeof operationSchema>;
export type Entity = Operation["entity"];
