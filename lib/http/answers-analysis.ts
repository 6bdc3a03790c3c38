import { z } from "zod";

import { foundSchema } from "@/lib/analysis/standing-check";
import { operationSchema } from "@/lib/changes/operation";
import { invariantSchema } from "@/lib/invariants/invariant";

// What the analysis answers, for the API's description.

const problem = z.strictObject({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  where: z.strictObject({ entity: z.string(), key: z.string(), field: z.string().nullable() }),
  product: z.string().nullable(),
  detail: z.string(),
  /** The edit that mends it; null where somebody has to think. */
  mend: operationSchema.nullable(),
});

const group = z.strictObject({
  kind: z.string(),
  before: z.string(),
  after: z.string(),
  states: z.int(),
  seen: z.int(),
  products: z.array(z.string()),
  channels: z.array(z.string()),
  versions: z.array(z.string()),
  buildTargets: z.array(z.string()),
  example: z.strictObject({ path: z.string(), before: z.string(), after: z.string() }),
});

export const impactAnswer = z.strictObject({
  groups: z.array(group),
  states: z.int(),
  changed: z.int(),
  seen: z.int(),
  seenChanged: z.int(),
});

const branch = z.enum(["mapping", "fallback"]);

const station = z.strictObject({
  release: z.string(),
  version: z.string(),
  starts: z.int(),
  visits: z.int(),
});

const edge = z.strictObject({
  from: z.string(),
  to: z.string(),
  branch,
  count: z.int(),
  isDowngrade: z.boolean(),
});

const end = z.strictObject({
  kind: z.enum(["newest", "ahead", "dead end", "loop", "desupported", "waits"]),
  branch,
  release: z.string(),
  version: z.string(),
  reason: z.string(),
  rule: z.int().nullable(),
  count: z.int(),
  from: z.array(z.string()),
  buildTargets: z.array(z.string()),
  locales: z.array(z.string()),
  osVersions: z.array(z.string()),
  loop: z.array(z.string()),
  example: z.string(),
});

const broken = z.array(
  z.strictObject({
    channel: z.string(),
    release: z.string(),
    version: z.string(),
    buildTarget: z.string(),
    locales: z.array(z.string()),
    osVersion: z.string(),
    detail: z.string(),
    example: z.string().nullable(),
  }),
);

export const analysisAnswers = {
  invariants: z.strictObject({
    revision: z.int(),
    invariants: z.array(
      invariantSchema.extend({
        rowVersion: z.int(),
        product: z.string(),
        states: z.int().nullable(),
        broken,
      }),
    ),
    /** What came of the last hourly check of the configuration (node null) and of each node. */
    lastChecks: z.array(
      z.strictObject({
        node: z.string().nullable(),
        at: z.iso.datetime(),
        revision: z.int(),
        checked: z.int(),
        found: z.array(foundSchema),
        /** How much was found that is about products which the asker may not see. */
        hidden: z.int(),
      }),
    ),
  }),
  statement: z.strictObject({ revision: z.int(), states: z.int(), broken }),
  problems: z.strictObject({ revision: z.int(), problems: z.array(problem) }),
  changeSetProblems: z.strictObject({
    revision: z.int(),
    problems: z.array(problem.extend({ isNew: z.boolean() })),
    solved: z.array(problem),
  }),
  impact: impactAnswer.extend({ revision: z.int() }),
  paths: z.strictObject({
    revision: z.int(),
    product: z.string(),
    channel: z.string(),
    newest: z.strictObject({ release: z.string(), version: z.string() }).nullable(),
    stations: z.array(station),
    edges: z.array(edge),
    ends: z.array(end),
    starts: z.int(),
    isComplete: z.boolean(),
  }),
};
