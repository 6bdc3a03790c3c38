import { verifyChain } from "@/lib/audit/service";
import { streamProgress } from "@/lib/http/lines";
import { adminRoute, json } from "@/lib/http/route";
import { verificationQuery as query } from "@/lib/http/schemas";

export const GET = adminRoute({ query }, async ({ actor, query: { progress } }) =>
  progress === "1" ? streamProgress((tell) => verifyChain(actor, tell)) : json(await verifyChain(actor)),
);
