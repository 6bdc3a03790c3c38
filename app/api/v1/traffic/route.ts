import { adminRoute, json } from "@/lib/http/route";
import { trafficQuery as query } from "@/lib/http/schemas-traffic";
import { readTraffic } from "@/lib/traffic/service";

export const GET = adminRoute({ query }, async ({ actor, query: asked }) =>
  json(await readTraffic(actor, asked)),
);
