import { adminRoute, json } from "@/lib/http/route";
import { verificationPlanQuery as query } from "@/lib/http/schemas-verify";
import { planOf } from "@/lib/verify/service";

export const GET = adminRoute({ query }, async ({ actor, query: subject }) =>
  json(await planOf(actor, subject)),
);
