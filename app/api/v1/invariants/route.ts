import { listChecked } from "@/lib/analysis/service-invariants";
import { adminRoute, json } from "@/lib/http/route";
import { invariantsQuery as query } from "@/lib/http/schemas-analysis";

export const GET = adminRoute({ query }, async ({ actor, query: { changeSet } }) =>
  json(await listChecked(actor, changeSet)),
);
