import { z } from "zod";

import { nodeReportSchema } from "@/lib/nodes/report";
import { foundByCanarySchema } from "@/lib/nodes/verdict";

// What is answered of serving nodes, for the API's description.

const node = nodeReportSchema.omit({ live: true, sequence: true, verdict: true }).extend({
  firstSeenAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** By which its clock is ahead. */
  clockOffset: z.int(),
  /** Since it was last heard of. */
  silence: z.int(),
});

const found = foundByCanarySchema.extend({ canary: z.string() });

const wave = z.strictObject({
  revision: z.int(),
  kind: z.enum(["running", "stopped", "let through", "passed"]),
  /** Those that found it wrong. */
  by: z.array(z.string()),
  /** Those that serve it. */
  canaries: z.array(z.string()),
  waiting: z.array(z.string()),
  /** The revisions that nodes serve instead. */
  kept: z.array(z.int()),
  /** Milliseconds that they wait at most. */
  patience: z.int(),
  failures: z.array(found),
  warnings: z.array(found),
  /** How much was found about products that the caller may not see. */
  hidden: z.int(),
  release: z.strictObject({ actor: z.string(), reason: z.string(), at: z.iso.datetime() }).nullable(),
  mayRelease: z.boolean(),
});

export const nodeAnswers = {
  nodes: z.strictObject({
    revision: z.int(),
    nodes: z.array(node),
    alarms: z.array(
      z.strictObject({
        node: z.string(),
        severity: z.enum(["error", "warning"]),
        code: z.string(),
        detail: z.string(),
      }),
    ),
    revisions: z.array(
      z.strictObject({
        revision: z.int(),
        enactedAt: z.iso.datetime(),
        nodes: z.int(),
        live: z.int(),
        everywhereAt: z.iso.datetime().nullable(),
        slowest: z.strictObject({ node: z.string(), took: z.int() }).nullable(),
        missing: z.array(z.string()),
      }),
    ),
    wave: wave.nullable(),
  }),
};
