import { listDeliveries } from "@/lib/hooks/service";
import { deliveriesQuery as query } from "@/lib/http/schemas-hooks";
import { adminRoute, json } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";

export const GET = adminRoute({ params, query }, async ({ actor, params: at, query: page }) => {
  const deliveries = await listDeliveries(actor, at.name, page);
  return json({ deliveries, next: deliveries.length < page.limit ? null : (deliveries.at(-1)?.id ?? null) });
});
