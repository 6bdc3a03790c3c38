import { takeSecret } from "@/lib/access/administer";
import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";

export const POST = adminRoute({ params, query }, async ({ actor, params: { name }, query: options }) =>
  json({ secret: await takeSecret(actor, name, options) }),
);
