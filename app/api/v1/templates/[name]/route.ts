import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { templateBody as body } from "@/lib/http/schemas-push";
import { planTemplate } from "@/lib/push/service";

export const POST = adminRoute({ params, body }, async ({ actor, params: { name }, body: given }) =>
  json(await planTemplate(actor, name, given)),
);
