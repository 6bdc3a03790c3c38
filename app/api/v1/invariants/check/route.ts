import { checkStatement } from "@/lib/analysis/service-invariants";
import { adminRoute, json } from "@/lib/http/route";
import { statementBody as body } from "@/lib/http/schemas-analysis";

export const POST = adminRoute({ body }, async ({ actor, body: { statement, changeSet } }) =>
  json(await checkStatement(actor, statement, changeSet)),
);
