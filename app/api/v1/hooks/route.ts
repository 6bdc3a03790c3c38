import { createHook, listHooks } from "@/lib/hooks/service";
import { hookBody as body } from "@/lib/http/schemas-hooks";
import { adminRoute, json } from "@/lib/http/route";

export const GET = adminRoute({}, async ({ actor }) => json({ hooks: await listHooks(actor) }));

export const POST = adminRoute({ body }, async ({ actor, body: hook }) =>
  json({ secret: await createHook(actor, hook) }),
);
