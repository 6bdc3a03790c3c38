import { verifyChain } from "@/lib/audit/service";
import { adminRoute, json } from "@/lib/http/route";

export const GET = adminRoute({}, async ({ actor }) => json(await verifyChain(actor)));
