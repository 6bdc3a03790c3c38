import { problemsOf } from "@/lib/analysis/service";
import { adminRoute, json } from "@/lib/http/route";

export const GET = adminRoute({}, async ({ actor }) => json(await problemsOf(actor)));
