import { z } from "zod";

import { getRevision } from "@/lib/audit/service";
import { id, limit } from "@/lib/http/query";
import { adminRoute, json } from "@/lib/http/route";

const params = z.strictObject({ id });
const query = z.strictObject({ after: z.coerce.number().int().min(-1).default(-1), limit });

export const GET = adminRoute({ params, query }, async ({ actor, params: at, query: page }) =>
  json(await getRevision(actor, at.id, page)),
);
