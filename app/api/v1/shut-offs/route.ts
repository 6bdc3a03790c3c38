import { adminRoute, json } from "@/lib/http/route";
import { shutOffsQuery as query } from "@/lib/http/schemas";
import { findShutOffs } from "@/lib/products/service";

export const GET = adminRoute({ query, publicRead: true }, async ({ actor, query: wanted }) =>
  json(await findShutOffs(actor, wanted)),
);
