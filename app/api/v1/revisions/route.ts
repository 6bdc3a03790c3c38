import { z } from "zod";

import { listRevisions } from "@/lib/audit/service";
import { id, limit } from "@/lib/http/query";
import { adminRoute, json } from "@/lib/http/route";

const query = z.strictObject({ before: id.nullable().default(null), limit });

export const GET = adminRoute({ query }, async ({ actor, query: page }) =>
  json(await listRevisions(actor, page)),
);
