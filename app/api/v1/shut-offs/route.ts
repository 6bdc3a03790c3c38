import { adminRoute, json } from "@/lib/http/route";
import { listShutOffs } from "@/lib/products/service";

export const GET = adminRoute({}, async ({ actor }) => json({ shutOffs: await listShutOffs(actor) }));
