import { z } from "zod";

import { tokenSchema, userSchema } from "@/lib/access/role";
import {
  allowedDomainSchema,
  channelSchema,
  pinSchema,
  productSchema,
  settingsSchema,
  shutOffSchema,
} from "@/lib/configuration/configuration";
import { partialFields } from "@/lib/configuration/partial";
import { hookSchema } from "@/lib/hooks/hook";
import { invariantSchema } from "@/lib/invariants/invariant";
import { policySchema } from "@/lib/policies/policy";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { ruleFieldsSchema, ruleSchema } from "@/lib/rules/rule";

const rowVersion = z.int32().positive();

const ruleKey = z.strictObject({ id: ruleSchema.shape.id });
const releaseKey = z.strictObject({ name: z.string() });
const buildKey = z.strictObject({ release: z.string(), buildTarget: z.string(), locale: z.string() });
const productKey = z.strictObject({ name: z.string() });
const channelKey = z.strictObject({ product: z.string(), name: z.string() });
const pinKey = z.strictObject({ product: z.string(), channel: z.string(), version: z.string() });
const allowedDomainKey = z.strictObject({ host: z.string(), pathPattern: z.string().default("") });
const anyOr = z.string().nullable().default(null);
const shutOffKey = z.strictObject({
  product: z.string(),
  channel: z.string(),
  buildTarget: anyOr,
  version: anyOr,
  locale: anyOr,
});
const settingsKey = z.strictObject({});
const invariantKey = z.strictObject({ name: z.string() });
const policyKey = z.strictObject({
  subject: policySchema.shape.subject,
  product: z.string(),
  channel: z.string(),
});
const userKey = z.strictObject({ email: z.string() });
const tokenKey = z.strictObject({ name: z.string() });
const hookKey = z.strictObject({ name: z.string() });

function update<Entity extends string, Key extends z.ZodType, Shape extends z.ZodRawShape>(
  entity: Entity,
  key: Key,
  value: z.ZodObject<Shape>,
) {
  return z.strictObject({
    entity: z.literal(entity),
    action: z.literal("update"),
    key,
    rowVersion,
    fields: partialFields(value),
  });
}

function operations<Entity extends string, Key extends z.ZodType, Shape extends z.ZodRawShape>(
  entity: Entity,
  key: Key,
  value: z.ZodObject<Shape>,
) {
  return z.discriminatedUnion("action", [
    z.strictObject({ entity: z.literal(entity), action: z.literal("create"), value }),
    update(entity, key, value),
    z.strictObject({ entity: z.literal(entity), action: z.literal("delete"), key, rowVersion }),
  ]);
}

/**
 * One change of one row. Changes and deletions carry the row version that their author saw:
 * a row that has moved on since then is a conflict, never overwritten. Deleting a release deletes its builds.
 */
export const operationSchema = z.discriminatedUnion("entity", [
  operations("rule", ruleKey, ruleFieldsSchema.extend({ id: ruleSchema.shape.id.optional() })),
  operations("release", releaseKey, releaseSchema),
  operations("build", buildKey, buildSchema.extend({ release: z.string().min(1) })),
  operations("product", productKey, productSchema),
  operations("channel", channelKey, channelSchema),
  operations("pin", pinKey, pinSchema),
  operations("allowedDomain", allowedDomainKey, allowedDomainSchema),
  operations("shutOff", shutOffKey, shutOffSchema),
  update("settings", settingsKey, settingsSchema),
  operations("invariant", invariantKey, invariantSchema),
  operations("policy", policyKey, policySchema),
  operations("user", userKey, userSchema),
  operations("token", tokenKey, tokenSchema),
  operations("hook", hookKey, hookSchema),
]);

export type Operation = z.infer<typeof operationSchema>;
export type Entity = Operation["entity"];
/** Kinds of rows that say who may act or hears of it; they are no part of what is exported and imported. */
export type AccessEntity = "policy" | "user" | "token" | "hook";
/** Kinds of rows that decide what clients get, or what they have to get. */
export type ConfiguredEntity = Exclude<Entity, AccessEntity>;
