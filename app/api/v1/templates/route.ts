import { adminRoute, json } from "@/lib/http/route";
import { listTemplates } from "@/lib/push/service";

export const GET = adminRoute({}, ({ actor }) => Promise.resolve(json({ templates: listTemplates(actor) })));
