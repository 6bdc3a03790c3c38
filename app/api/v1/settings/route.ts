import { adminRoute, json } from "@/lib/http/route";
import { readSettings } from "@/lib/products/service";

export const GET = adminRoute({}, async ({ actor }) => json(await readSettings(actor)));
