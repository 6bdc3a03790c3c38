import { adminRoute, json } from "@/lib/http/route";
import { differenceQuery as query } from "@/lib/http/schemas";
import { compareConfigurations } from "@/lib/roll-back/service";

export const GET = adminRoute({ query }, async ({ actor, query: { from, to } }) =>
  json(await compareConfigurations(actor, from, to)),
);
