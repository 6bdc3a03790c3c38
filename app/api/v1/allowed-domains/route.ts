import { adminRoute, json } from "@/lib/http/route";
import { listAllowedDomains } from "@/lib/products/service";

export const GET = adminRoute({}, async ({ actor }) =>
  json({ allowedDomains: await listAllowedDomains(actor) }),
);
