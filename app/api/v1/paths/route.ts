import { pathsOf } from "@/lib/analysis/service";
import { adminRoute, json } from "@/lib/http/route";
import { pathsQuery as query } from "@/lib/http/schemas-analysis";

export const GET = adminRoute({ query }, async ({ actor, query: { product, channel, changeSet } }) =>
  json(await pathsOf(actor, product, channel, changeSet)),
);
