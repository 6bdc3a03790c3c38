import { z } from "zod";

import { id } from "@/lib/http/query";
import { adminRoute, json } from "@/lib/http/route";
import { getRule } from "@/lib/rules/service";

const params = z.strictObject({ id });

export const GET = adminRoute({ params }, async ({ actor, params: at }) => json(await getRule(actor, at.id)));
