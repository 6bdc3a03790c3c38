import { z } from "zod";

import { invariantSchema } from "@/lib/invariants/invariant";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { conditionSchemas } from "@/lib/rules/conditions";
import { ruleSchema } from "@/lib/rules/rule";

import { everything, name } from "./names";

export { everything };

export const productSchema = z.strictObject({
  name,
  comment: z.string().nullable().default(null),
  /** The percentage of background checks, 0 to 100, that go on to the rules. */
  throttle: z.int().min(0).max(100).default(100),
  /** "loose": versions are compared as runs of digits and letters (Guardian, FirefoxVPN). */
  versionOrder: z.enum(["mozilla", "loose"]).default("mozilla"),
});

export const channelSchema = z.strictObject({
  product: name,
  name,
  comment: z.string().nullable().default(null),
  verifyBeforeEnact: z
    .enum(["off", "files"])
    .default("off")
    .describe("files: a release that the channel's clients newly get has to have its files verified before"),
  verifiedWithinDays: z
    .int()
    .min(1, "A verification is good for at least a day")
    .max(365, "A verification is good for at most a year")
    .default(7)
    .describe("How many days such a verification is good for"),
});

/** Where clients of a channel go that asked to stay on a version. */
export const pinSchema = z.strictObject({
  product: name,
  channel: name,
  version: z.string().regex(/^(0|[1-9]\d*)\.((0|[1-9]\d*)\.)?$/, "A pin is written as 102. or 102.1."),
  mapping: z.string().min(1),
});

/** Products that may be sent to a host, or only to paths of it that match a pattern. */
export const allowedDomainSchema = z.strictObject({
  /** Host, with its port unless it is the scheme's own. */
  host: z
    .string()
    .max(300)
    .regex(/^[a-z0-9.-]+(:\d+)?$/, "A host has lower-case letters, digits, '.', '-' and maybe a port"),
  /** An RE2 pattern that the whole path must match; empty: every path. */
  pathPattern: z.string().max(1_000).default(""),
  products: z.array(name).min(1, "Name at least one product"),
  /** Patterns of one host are tried in this order; the first that matches decides. */
  position: z.int().min(0).max(1_000_000).default(0),
});

/** A rule's condition as part of a key. */
function narrower(condition: z.ZodType<string | null>) {
  return condition
    .refine((text) => text === null || /^\S+$/.test(text), "A condition of a shut-off has no blanks")
    .default(null);
}

/** Updates switched off at once. "*" as product or channel: all of them. All but the reason is the key. */
export const shutOffSchema = z.strictObject({
  product: z.string().min(1).max(100),
  channel: z.string().min(1).max(100),
  /** As the conditions of a rule; null: any. */
  buildTarget: narrower(conditionSchemas.buildTarget),
  version: narrower(conditionSchemas.version),
  locale: narrower(conditionSchemas.locale),
  reason: z.string().default(""),
});

export const settingsSchema = z.strictObject({
  /** The percentage of background checks, 0 to 100, that are considered at all. */
  throttle: z.int().min(0).max(100).default(100),
  /** URLs that start with one of these get `force=…` appended when the client sent it. */
  forceHosts: z.array(z.string().min(1)).default([]),
  /** Whether everybody may read what clients may know anyway. */
  publicRead: z.boolean().default(false),
});

/** Everything that decides what clients get, as it is exported and imported. Row versions are not part of it. */
export const configurationSchema = z.strictObject({
  settings: settingsSchema.prefault({}),
  products: z.array(productSchema).default([]),
  channels: z.array(channelSchema).default([]),
  releases: z.array(releaseSchema.extend({ builds: z.array(buildSchema).default([]) })).default([]),
  rules: z.array(ruleSchema.partial({ id: true })).default([]),
  pins: z.array(pinSchema).default([]),
  allowedDomains: z.array(allowedDomainSchema).default([]),
  shutOffs: z.array(shutOffSchema).default([]),
  /** Absent: those that there are stay. */
  invariants: z.array(invariantSchema).optional(),
});

export type Product = z.infer<typeof productSchema>;
export type Channel = z.infer<typeof channelSchema>;
export type Pin = z.infer<typeof pinSchema>;
export type AllowedDomain = z.infer<typeof allowedDomainSchema>;
export type ShutOff = z.infer<typeof shutOffSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type Configuration = z.infer<typeof configurationSchema>;
export type ConfiguredRelease = Configuration["releases"][number];
/** A rule without an id is new: it gets the next one. */
export type ConfiguredRule = Configuration["rules"][number];
