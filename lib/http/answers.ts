import { z } from "zod";

import { roleSchema, tokenScopeSchema } from "@/lib/access/role";
import { configurationSchema, productSchema, shutOffSchema } from "@/lib/configuration/configuration";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { signingRoles } from "@/lib/policies/requirements";
import { ruleSchema } from "@/lib/rules/rule";

import { hookAnswers } from "./hook-answers";

// What the API answers, for its description. Answers are made from typed rows and not checked against these.

const rowVersion = z.int();
const count = z.strictObject({
  created: z.int(),
  updated: z.int(),
  deleted: z.int(),
  unchanged: z.int(),
});
const findings = z.array(z.strictObject({ pointer: z.string(), detail: z.string() }));

const revision = z.strictObject({
  id: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  source: z.string(),
  reason: z.string(),
  previousHash: z.string(),
  hash: z.string(),
  /** The change set of which it is a step. */
  changeSetId: z.int().nullable(),
});

const requirements = z.array(
  z.strictObject({
    role: z.enum(signingRoles),
    product: z.string().nullable(),
    count: z.int(),
    because: z.array(z.string()),
  }),
);

const entry = z.strictObject({
  position: z.int(),
  entity: z.string(),
  key: z.string(),
  product: z.string().nullable(),
  channel: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});

const rule = ruleSchema.extend({ rowVersion });
const release = releaseSchema.extend({ rowVersion });

const person = z.strictObject({
  kind: z.literal("person"),
  name: z.string(),
  email: z.string(),
  grants: z.array(z.strictObject({ role: roleSchema, product: z.string() })),
});

export const answers = {
  caller: z.union([
    person,
    z.strictObject({
      kind: z.literal("token"),
      name: z.string(),
      scope: tokenScopeSchema,
      products: z.array(z.string()),
      channel: z.string(),
    }),
  ]),
  signedIn: z.strictObject({ secret: z.string(), expiresAt: z.iso.datetime(), caller: person }),
  done: z.strictObject({}),
  status: z.strictObject({ revision: z.int(), version: z.string(), environment: z.string() }),
  configuration: configurationSchema,
  rules: z.strictObject({ rules: z.array(rule) }),
  rule,
  products: z.strictObject({ products: z.array(productSchema.extend({ rowVersion })) }),
  shutOffs: z.strictObject({ shutOffs: z.array(shutOffSchema.extend({ rowVersion })) }),
  releases: z.strictObject({
    releases: z.array(
      releaseSchema.omit({ content: true }).extend({
        kind: z.string(),
        version: z.string().nullable(),
        builds: z.int(),
        rowVersion,
      }),
    ),
  }),
  release: release.extend({
    builds: z.array(buildSchema.extend({ rowVersion })),
  }),
  enacted: z.strictObject({
    /** Null when nothing was written: a dry run, or nothing to change. */
    revision: z.int().nullable(),
    dryRun: z.boolean(),
    counts: z.record(z.string(), count),
    warnings: findings,
    kind: z.enum(["dry-run", "draft", "enacted", "waiting", "scheduled"]),
    changeSet: z.int().nullable(),
    /** Who has to sign, and who has to yet. */
    requirements,
    missing: requirements,
    next: z.iso.datetime().optional(),
  }),
  revisions: z.strictObject({
    revisions: z.array(revision.extend({ entries: z.int() })),
    next: z.int().nullable(),
    previous: z.int().nullable(),
  }),
  revision: revision.extend({ entries: z.array(entry), next: z.int().nullable() }),
  verification: z.union([
    z.strictObject({ sound: z.literal(true), revisions: z.int(), entries: z.int() }),
    z.strictObject({
      sound: z.literal(false),
      revision: z.int(),
      positions: z.array(z.int()),
      detail: z.string(),
    }),
  ]),
  recordLine: z.union([revision, entry.extend({ revision: z.int() })]),
  ...hookAnswers,
  explanation: z.looseObject({ contentType: z.string(), body: z.string() }),
  problem: z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: findings.optional(),
    conflicts: z
      .array(
        z.strictObject({
          entity: z.string(),
          key: z.string(),
          base: z.unknown().optional(),
          theirs: z.unknown(),
          mine: z.unknown(),
        }),
      )
      .optional(),
  }),
} as const;

export type AnswerName = keyof typeof answers;
