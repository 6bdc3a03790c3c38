import { adminRoute, json } from "@/lib/http/route";
import { listNodes } from "@/lib/nodes/service";

export const GET = adminRoute({}, async ({ actor }) => json(await listNodes(actor)));
