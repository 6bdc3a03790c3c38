import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { getRule } from "@/lib/rules/service";

export const GET = adminRoute({ params, publicRead: true }, async ({ actor, params: at }) =>
  json(await getRule(actor, at.id)),
);
