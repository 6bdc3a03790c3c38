import { z } from "zod";

import { roleSchema, tokenScopeSchema } from "@/lib/access/role";
import {
  allowedDomainSchema,
  channelSchema,
  configurationSchema,
  pinSchema,
  productSchema,
  settingsSchema,
  shutOffSchema,
} from "@/lib/configuration/configuration";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { ruleSchema } from "@/lib/rules/rule";

import { accessAnswers } from "./answers-access";
import { analysisAnswers } from "./answers-analysis";
import { changeSetAnswers, conflicts, findings, requirements } from "./answers-change-sets";
import { hookAnswers } from "./answers-hooks";
import { nodeAnswers } from "./answers-nodes";
import { pushAnswers } from "./answers-push";
import { trafficAnswers } from "./answers-traffic";
import { verifyAnswers } from "./answers-verify";

// What the API answers, for its description. Answers are made from typed rows and not checked against these.

const rowVersion = z.int();

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

const entry = z.strictObject({
  position: z.int(),
  entity: z.string(),
  key: z.string(),
  product: z.string().nullable(),
  channel: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});

/** Where a page ended; null at the end of the list. */
const next = z.string().nullable();

const rule = ruleSchema.extend({ rowVersion });
const release = releaseSchema.extend({ rowVersion });

const person = z.strictObject({
  kind: z.literal("person"),
  name: z.string(),
  email: z.string(),
  grants: z.array(z.strictObject({ role: roleSchema, product: z.string() })),
});

export const answers = {
  ...changeSetAnswers,
  ...analysisAnswers,
  ...pushAnswers,
  ...verifyAnswers,
  ...trafficAnswers,
  ...nodeAnswers,
  ...accessAnswers,
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
  difference: z.strictObject({
    from: z.int(),
    to: z.int(),
    differences: z.array(entry.omit({ position: true })),
  }),
  rules: z.strictObject({ rules: z.array(rule), next }),
  rule,
  products: z.strictObject({ products: z.array(productSchema.extend({ rowVersion })) }),
  shutOffs: z.strictObject({ shutOffs: z.array(shutOffSchema.extend({ rowVersion })), next }),
  channels: z.strictObject({ channels: z.array(channelSchema.extend({ rowVersion })) }),
  pins: z.strictObject({ pins: z.array(pinSchema.extend({ rowVersion })) }),
  allowedDomains: z.strictObject({ allowedDomains: z.array(allowedDomainSchema.extend({ rowVersion })) }),
  settings: settingsSchema.extend({ rowVersion }),
  releases: z.strictObject({
    releases: z.array(
      releaseSchema.omit({ content: true }).extend({
        kind: z.string(),
        version: z.string().nullable(),
        builds: z.int(),
        rowVersion,
      }),
    ),
    next,
  }),
  release: release.extend({
    builds: z.array(buildSchema.extend({ release: z.string(), rowVersion })),
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
    conflicts: conflicts.optional(),
    missing: requirements.optional(),
  }),
} as const;

export type AnswerName = keyof typeof answers;
