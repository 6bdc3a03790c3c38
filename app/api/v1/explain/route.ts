import { z } from "zod";

import { explainAnswer } from "@/lib/explain/service";
import { adminRoute, json } from "@/lib/http/route";

const body = z.strictObject({
  url: z
    .string()
    .max(10_000)
    .regex(
      /^\/(update|update2|json)(\/|$)/,
      "Give path and query of an update URL, e.g. /update/6/…/update.xml",
    ),
  userAgent: z.string().max(1_000).optional(),
  address: z.string().max(100).optional(),
});

export const POST = adminRoute({ body }, async ({ actor, body: question }) =>
  json(await explainAnswer(actor, question)),
);
