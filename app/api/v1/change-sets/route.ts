import { submitChangeSet } from "@/lib/change-sets/service";
import { adminRoute, json } from "@/lib/http/route";
import { changeSetBody as body, changeSetQuery as query } from "@/lib/http/schemas";

export const POST = adminRoute({ query, body }, async ({ actor, source, query: { dryRun }, body: change }) =>
  json(await submitChangeSet(actor, { ...change, source }, { dryRun })),
);
