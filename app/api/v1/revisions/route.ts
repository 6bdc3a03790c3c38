import { listRevisions } from "@/lib/audit/service";
import { adminRoute, json } from "@/lib/http/route";
import { revisionsQuery as query } from "@/lib/http/schemas";

export const GET = adminRoute({ query }, async ({ actor, query: page }) =>
  json(await listRevisions(actor, page)),
);
