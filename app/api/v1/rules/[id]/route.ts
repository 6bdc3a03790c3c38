import { z } from "zod";

import { adminRoute, json } from "@/lib/http/route";
import { getRule } from "@/lib/rules/service";

const params = z.strictObject({ id: z.coerce.number("A rule's id is a number").int().positive() });

export const GET = adminRoute({ params }, async ({ actor, params: { id } }) =>
  json(await getRule(actor, id)),
);
