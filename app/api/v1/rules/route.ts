import { adminRoute, json } from "@/lib/http/route";
import { rulesQuery as query } from "@/lib/http/schemas";
import { findRules } from "@/lib/rules/service";

export const GET = adminRoute({ query, publicRead: true }, async ({ actor, query: wanted }) =>
  json(await findRules(actor, wanted)),
);
