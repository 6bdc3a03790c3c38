import { adminRoute, json } from "@/lib/http/route";
import { listRules } from "@/lib/rules/service";

export const GET = adminRoute({}, async ({ actor }) => json({ rules: await listRules(actor) }));
