import { renewHookSecret } from "@/lib/hooks/service";
import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { hookSecretBody as body } from "@/lib/http/schemas-hooks";

export const POST = adminRoute({ params, body }, async ({ actor, params: at, body: { credential } }) =>
  json({ secret: await renewHookSecret(actor, at.name, credential) }),
);
