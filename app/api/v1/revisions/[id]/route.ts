import { getRevision } from "@/lib/audit/service";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params, entriesQuery as query } from "@/lib/http/schemas";

export const GET = adminRoute({ params, query }, async ({ actor, params: at, query: page }) =>
  json(await getRevision(actor, at.id, page)),
);
