import { adminRoute, json } from "@/lib/http/route";
import { releasesQuery as query } from "@/lib/http/schemas";
import { findReleases } from "@/lib/releases/service";

export const GET = adminRoute({ query, publicRead: true }, async ({ actor, query: wanted }) =>
  json(await findReleases(actor, wanted)),
);
