import { z } from "zod";

import { states } from "@/lib/change-sets/change-set";
import { acceptableFindings } from "@/lib/configuration/finding";
import { signingRoles } from "@/lib/policies/requirements";

import { analysisAnswers } from "./answers-analysis";

export const findings = z.array(
  z.strictObject({
    pointer: z.string(),
    detail: z.string(),
    /** Of errors: what to name in `accept` to let this pass. */
    acceptable: z.enum(acceptableFindings).optional(),
  }),
);

export const conflicts = z.array(
  z.strictObject({
    entity: z.string(),
    key: z.string(),
    base: z.unknown().optional(),
    theirs: z.unknown(),
    mine: z.unknown(),
  }),
);

const count = z.strictObject({
  created: z.int(),
  updated: z.int(),
  deleted: z.int(),
  unchanged: z.int(),
});

const requirement = z.strictObject({
  role: z.enum(signingRoles),
  product: z.string().nullable(),
  count: z.int(),
  because: z.array(z.string()),
});

export const requirements = z.array(requirement);

const time = z.iso.datetime();

const changes = z.array(
  z.strictObject({
    entity: z.string(),
    key: z.string(),
    fields: z.array(z.strictObject({ name: z.string(), before: z.unknown(), after: z.unknown() })),
  }),
);

export const agenda = z.strictObject({
  items: z.array(
    z.strictObject({
      at: time,
      kind: z.enum(["step", "expiry"]),
      changeSet: z.int(),
      state: z.enum(states),
      reason: z.string(),
      author: z.string(),
      step: z.strictObject({ number: z.int(), of: z.int() }).nullable(),
      rows: z.array(z.string()),
      /** Other change sets to come that touch the same rows. */
      collisions: z.array(z.strictObject({ changeSet: z.int(), row: z.string() })),
    }),
  ),
});

export const submitted = z.strictObject({
  kind: z.enum(["dryRun", "draft", "enacted", "waiting", "scheduled"]),
  /** Null of a dry run, and where nothing was left to change. */
  changeSet: z.int().nullable(),
  /** Null when nothing was enacted yet. */
  revision: z.int().nullable(),
  dryRun: z.boolean(),
  counts: z.record(z.string(), count),
  warnings: findings,
  /** Who has to sign, and who has to yet. */
  requirements,
  missing: requirements,
  /** Of a dry run: the first thousand rows that would change. */
  changes: changes.optional(),
  /** Of a dry run with impact=1. */
  impact: analysisAnswers.impact.optional(),
  /** When the next step is due. */
  next: time.optional(),
});

const step = z.strictObject({
  position: z.int(),
  at: time.nullable(),
  state: z.enum(["pending", "enacted", "skipped"]),
  revision: z.int().nullable(),
  enactedAt: time.nullable(),
});

const summary = z.strictObject({
  id: z.int(),
  state: z.enum(states),
  authorKind: z.enum(["person", "token", "system"]),
  author: z.string(),
  source: z.string(),
  reason: z.string(),
  accept: z.array(z.string()),
  /** Why it may bring problems that block it otherwise. */
  override: z.string().nullable(),
  restores: z.boolean(),
  whole: z.boolean(),
  defaults: z.boolean(),
  releases: z.array(z.string()),
  products: z.array(z.string()),
  failure: z.string().nullable(),
  expiresAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
  rowVersion: z.int(),
  requirements: z.array(requirement.extend({ given: z.int() })),
  missing: requirements,
  signOffs: z.array(
    z.strictObject({
      email: z.string(),
      role: z.enum(signingRoles),
      at: time,
      /** Why it no longer holds; empty: it does. */
      void: z.array(z.string()),
    }),
  ),
});

const changeSet = summary.extend({
  steps: z.array(step.extend({ operations: z.array(z.looseObject({})), conflicts, problems: findings })),
  events: z.array(z.strictObject({ kind: z.string(), actor: z.string(), at: time, text: z.string() })),
  /** Below this path test clients are answered as if it were enacted. */
  preview: z.string().nullable(),
  /** What the caller may do with it. */
  may: z.strictObject({ drive: z.boolean(), sign: z.array(z.enum(signingRoles)) }),
});

export const changeSetAnswers = {
  agenda,
  submitted,
  changeSet,
  settledChangeSet: changeSet.extend({
    outcome: z.strictObject({
      state: z.enum(["proposed", "scheduled", "enacted"]),
      missing: requirements,
      revisions: z.array(z.int()),
      next: time.nullable(),
    }),
  }),
  abortedChangeSet: changeSet.extend({ revisions: z.array(z.int()) }),
  changeSets: z.strictObject({
    changeSets: z.array(summary.extend({ steps: z.array(step), operations: z.int() })),
    next: z.int().nullable(),
  }),
} as const;
