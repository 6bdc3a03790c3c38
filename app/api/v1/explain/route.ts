import { explainAnswer } from "@/lib/explain/service";
import { adminRoute, json } from "@/lib/http/route";
import { explainBody as body } from "@/lib/http/schemas";

export const POST = adminRoute({ body }, async ({ actor, body: question }) =>
  json(await explainAnswer(actor, question)),
);
