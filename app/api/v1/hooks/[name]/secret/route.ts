import { renewHookSecret } from "@/lib/hooks/service";
import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";

export const POST = adminRoute({ params }, async ({ actor, params: at }) =>
  json({ secret: await renewHookSecret(actor, at.name) }),
);
