import { z } from "zod";

import { operationSchema } from "@/lib/changes/operation";
import { enact } from "@/lib/changes/service";
import { acceptableFindings } from "@/lib/configuration/finding";
import { dryRun } from "@/lib/http/query";
import { adminRoute, json } from "@/lib/http/route";

const query = z.strictObject({ dryRun });
const body = z.strictObject({
  reason: z.string(),
  operations: z.array(operationSchema).min(1, "Give at least one operation"),
  accept: z.array(z.enum(acceptableFindings)).default([]),
});

export const POST = adminRoute({ query, body }, async ({ actor, source, query: { dryRun }, body: change }) =>
  json(await enact(actor, { ...change, source }, { dryRun })),
);
