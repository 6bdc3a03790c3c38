import { z } from "zod";

import { nodeReportSchema } from "@/lib/nodes/report";

// What is answered of serving nodes, for the API's description.

const node = nodeReportSchema.omit({ live: true, sequence: true }).extend({
  firstSeenAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** By which its clock is ahead. */
  clockOffset: z.int(),
  /** Since it was last heard of. */
  silence: z.int(),
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
  }),
};
