import { impactOfChangeSet } from "@/lib/analysis/service-impact";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";

export const GET = adminRoute({ params }, async ({ actor, params: { id } }) =>
  json(await impactOfChangeSet(actor, id)),
);
