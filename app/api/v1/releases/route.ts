import { adminRoute, json } from "@/lib/http/route";
import { listReleases } from "@/lib/releases/service";

export const GET = adminRoute({}, async ({ actor }) => json({ releases: await listReleases(actor) }));
