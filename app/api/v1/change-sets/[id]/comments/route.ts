import { actOn } from "@/lib/change-sets/service-act";
import { commentOn } from "@/lib/change-sets/service-sign";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { commentBody as body, writeQuery as query } from "@/lib/http/schemas-change-sets";

export const POST = adminRoute(
  { params, query, body },
  async ({ actor, params: { id }, query: options, body: { text } }) =>
    json((await actOn(actor, id, options, () => commentOn(actor, id, text))).changeSet),
);
