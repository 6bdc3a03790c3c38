import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { getRelease } from "@/lib/releases/service";

export const GET = adminRoute({ params, publicRead: true }, async ({ actor, params: at }) =>
  json(await getRelease(actor, at.name)),
);
