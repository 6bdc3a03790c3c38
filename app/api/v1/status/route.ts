import { adminRoute, json } from "@/lib/http/route";
import { readStatus } from "@/lib/status/service";

export const GET = adminRoute({}, async () => json(await readStatus()));
